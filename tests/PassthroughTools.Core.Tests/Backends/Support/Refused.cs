using PassthroughTools.Errors;
using Shouldly;

namespace PassthroughTools.Core.Tests.Backends.Support;

/// <summary>That something is refused, with which id and by what words.</summary>
internal static class Refused
{
    public static PassthroughException With(ErrorId id, Action act, params string[] words)
    {
        var refusal = Should.Throw<PassthroughException>(act);
        refusal.Id.ShouldBe(id, refusal.Message);
        foreach (var word in words) refusal.Message.ShouldContain(word, Case.Sensitive);
        refusal.Message.ShouldNotContain("(Parameter");
        return refusal;
    }
}
