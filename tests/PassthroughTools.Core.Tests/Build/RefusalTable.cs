using Xunit;

namespace PassthroughTools.Core.Tests.Build;

/// <summary>Refusals by what they are about, as the cases of a theory.</summary>
internal sealed class RefusalTable : Dictionary<string, Refusal>
{
    public TheoryData<string> Names => [.. Keys];
}
