using System.Management.Automation;
using PassthroughTools.Errors;

namespace PassthroughTools.Commands;

/// <summary>The one place where refusals become error records.</summary>
internal static class ErrorRecords
{
    public static ErrorRecord Of(PassthroughException refusal) =>
        new(refusal, refusal.Id.ToString(), CategoryOf(refusal.Id), refusal.Target);

    private static ErrorCategory CategoryOf(ErrorId id) =>
        (ErrorCategory)Enum.Parse(typeof(ErrorCategory), ErrorAttribute.Of(id).Category);
}
