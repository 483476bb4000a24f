using PassthroughTools.Errors;
using Shouldly;

namespace PassthroughTools.ControlPlane.Tests.Security.Support;

/// <summary>That something is refused, with which id and by what words.</summary>
internal static class Refused
{
    public static async Task<PassthroughException> With(ErrorId id, Func<Task> act, params string[] words)
    {
        var refusal = await Should.ThrowAsync<PassthroughException>(act);
        refusal.Id.ShouldBe(id, refusal.Message);
        foreach (var word in words) refusal.Message.ShouldContain(word, Case.Sensitive);
        return refusal;
    }
}
