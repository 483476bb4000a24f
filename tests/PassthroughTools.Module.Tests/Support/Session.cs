using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace PassthroughTools.Module.Tests.Support;

/// <summary>A runspace with the module imported, in which nothing asks for confirmation.</summary>
internal sealed class Session : IDisposable
{
    private static readonly Lazy<InitialSessionState> Shared = new(static () => State());

    public Session()
        : this(Shared.Value)
    {
    }

    /// <param name="state">What the runspace begins with.</param>
    /// <param name="onCallersThread">Whether pipelines run on the thread that calls <see cref="Run"/>.</param>
    public Session(InitialSessionState state, bool onCallersThread = false)
    {
        Runspace = RunspaceFactory.CreateRunspace(state);
        if (onCallersThread) Runspace.ThreadOptions = PSThreadOptions.UseCurrentThread;
        Runspace.Open();
    }

    public Runspace Runspace { get; }

    /// <summary>
    /// The module, and of PowerShell's own only what is built in: no search through module folders for a mistyped name.
    /// </summary>
    public static InitialSessionState State(bool imported = true)
    {
        var state = InitialSessionState.CreateDefault2();
        state.Variables.Add(new SessionStateVariableEntry("ConfirmPreference", ConfirmImpact.None, ""));
        state.Variables.Add(
            new SessionStateVariableEntry("PSModuleAutoLoadingPreference", PSModuleAutoLoadingPreference.None, ""));
        if (imported) state.ImportPSModule([Repository.Manifest]);
        return state;
    }

    public object? this[string variable]
    {
        get => Runspace.SessionStateProxy.GetVariable(variable);
        set => Runspace.SessionStateProxy.SetVariable(variable, value);
    }

    /// <summary>A pipeline of this runspace, which the caller runs.</summary>
    public PowerShell Pipeline(string script)
    {
        var pipeline = PowerShell.Create();
        pipeline.Runspace = Runspace;
        return pipeline.AddScript(script);
    }

    /// <summary>Runs a script to its end, whatever it writes.</summary>
    public Outcome Run(string script)
    {
        using var pipeline = Pipeline(script);
        var output = new List<PSObject>();
        RuntimeException? thrown = null;
        try
        {
            pipeline.Invoke(null, output);
        }
        catch (RuntimeException e)
        {
            thrown = e;
        }

        return new Outcome(output, [.. pipeline.Streams.Error],
            [.. pipeline.Streams.Warning.Select(static record => record.Message)], thrown);
    }

    /// <summary>Runs a script that must not refuse anything.</summary>
    public Collection<T> Get<T>(string script)
    {
        var outcome = Run(script);
        if (outcome.AllErrors.FirstOrDefault() is { } error)
            throw new InvalidOperationException($"{script}: {error.FullyQualifiedErrorId}: {error}", error.Exception);
        return [.. outcome.Output.Select(static item => LanguagePrimitives.ConvertTo<T>(item))];
    }

    public void Dispose() => Runspace.Dispose();
}
