using Shouldly;
using Xunit;

namespace PassthroughTools.Module.Tests.Binding;

/// <summary>Every kind of object piped into every cmdlet.</summary>
[Collection(BindingFixture.Name)]
public sealed class PipelineBindingTests(BindingFixture fixture)
{
    public static TheoryData<string> Commands => [.. PipelineTable.Commands.Keys];

    [Theory]
    [MemberData(nameof(Commands))]
    public void PipedObjectsBindAsTheTableSays(string command)
    {
        var bound = PipelineTable.Kinds.Select(
            kind => $"{kind.Key} => {fixture.Probe.Bind($"{kind.Value.Expression} | {command}")}");
        bound.ShouldBe(PipelineTable.Expectations(command).Select(static pair => $"{pair.Kind} => {pair.Expected}"));
    }

    /// <summary>
    /// The engine itself says which objects cannot be bound, so that a refusal ends one item and not the pipeline.
    /// </summary>
    [Fact]
    public void AnObjectThatDoesNotBindStopsNoOther() =>
        fixture.Probe.Real.Run("$vmhost, $cluster, $vm | Get-PassthroughDevice -Name 'NIC free', 'NIC held'")
            .ShouldSatisfyAllConditions(
            static outcome => outcome.Output.Count.ShouldBe(2),
            static outcome => outcome.Errors.Single().FullyQualifiedErrorId.ShouldStartWith("InputObjectNotBound,"));
}
