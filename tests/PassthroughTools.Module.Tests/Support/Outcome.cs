using System.Management.Automation;

namespace PassthroughTools.Module.Tests.Support;

/// <summary>What a script wrote and threw.</summary>
internal sealed record Outcome(IReadOnlyList<PSObject> Output, IReadOnlyList<ErrorRecord> Errors, IReadOnlyList<string> Warnings,
    RuntimeException? Thrown)
{
    /// <summary>The errors that were written, and the one that ended the script.</summary>
    public IEnumerable<ErrorRecord> AllErrors => Thrown is null ? Errors : Errors.Append(Thrown.ErrorRecord);
}
