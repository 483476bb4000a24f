using System.Management.Automation;

namespace PassthroughTools.EmptyModule;

/// <summary>The one cmdlet of a binary module that does nothing: what Import-Module costs at least.</summary>
[Cmdlet(VerbsCommon.Get, "Nothing")]
public sealed class GetNothingCommand : PSCmdlet;
