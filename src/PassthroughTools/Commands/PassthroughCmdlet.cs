using System;
using System.IO;
using System.Management.Automation;
using System.Threading;
using PassthroughTools.Errors;

namespace PassthroughTools.Commands;

/// <summary>What all cmdlets share: a token that Ctrl+C cancels, and errors that stop one item and not the pipeline.</summary>
public abstract class PassthroughCmdlet : PSCmdlet, IDisposable
{
    private readonly CancellationTokenSource stop = new();

    /// <summary>Cancelled by Ctrl+C.</summary>
    protected CancellationToken StopToken => stop.Token;

    /// <inheritdoc/>
    protected override void StopProcessing() => stop.Cancel();

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Frees what the cmdlet holds.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing) stop.Dispose();
    }

    /// <summary>Does something for one item; a refusal becomes a non-terminating error.</summary>
    protected void Attempt(Action action)
    {
        try
        {
            action();
        }
        catch (PassthroughException refusal)
        {
            WriteError(ErrorRecords.Of(refusal));
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
    }

    /// <summary>Asks ShouldProcess; -Force answers the question, but never -WhatIf.</summary>
    protected bool Confirmed(string target, string action, bool force) => (force && !IsWhatIf) || ShouldProcess(target, action);

    /// <summary>Whether -WhatIf, or the preference for it, asks that nothing be done.</summary>
    protected bool IsWhatIf => MyInvocation.BoundParameters.TryGetValue("WhatIf", out var bound)
        ? bound is SwitchParameter { IsPresent: true }
        : LanguagePrimitives.IsTrue(GetVariableValue("WhatIfPreference"));

    /// <summary>A PowerShell path as a path of the file system; it need not exist.</summary>
    /// <exception cref="PassthroughException">ValueInvalid: the path belongs to no file system.</exception>
    protected string FileSystemPath(string path)
    {
        if (path.IndexOfAny(Path.GetInvalidPathChars()) >= 0)
            throw new PassthroughException(ErrorId.ValueInvalid, $"'{path}' has a character that no path has. Give the path of a file.", path);
        string resolved;
        ProviderInfo provider;
        try
        {
            resolved = SessionState.Path.GetUnresolvedProviderPathFromPSPath(path, out provider, out _);
        }
        catch (Exception e) when (e is System.Management.Automation.DriveNotFoundException or ProviderNotFoundException or PSArgumentException or ProviderInvocationException)
        {
            throw new PassthroughException(ErrorId.ValueInvalid, $"'{path}' is no path: {e.Message} Give the path of a file.", path, e);
        }

        return string.Equals(provider.Name, "FileSystem", StringComparison.Ordinal)
            ? resolved
            : throw new PassthroughException(ErrorId.ValueInvalid, $"'{path}' is a path of the {provider.Name} provider. Give the path of a file.", path);
    }
}
