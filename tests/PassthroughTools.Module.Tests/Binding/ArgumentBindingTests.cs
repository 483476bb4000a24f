using Shouldly;
using Xunit;

namespace PassthroughTools.Module.Tests.Binding;

/// <summary>What is written on the command line.</summary>
[Collection(BindingFixture.Name)]
public sealed class ArgumentBindingTests(BindingFixture fixture)
{
    public static TheoryData<string> Commands => [.. ArgumentTable.Commands.Keys];

    [Theory]
    [MemberData(nameof(Commands))]
    public void ArgumentsBindAsTheTableSays(string command) =>
    fixture.Probe.Bind(command).ShouldBe(ArgumentTable.Commands[command]);
}
