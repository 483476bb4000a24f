using PassthroughTools.Capabilities;
using PassthroughTools.Core.Tests.Build;
using PassthroughTools.Errors;
using PassthroughTools.Planning;
using Shouldly;
using Xunit;

namespace PassthroughTools.Core.Tests.Capabilities;

/// <summary>The other ways: told of, each with its status and source, and never recommended.</summary>
public sealed class AlternativeTests
{
    [Theory]
    [InlineData("Vdga", false, "the older name of Fixed DirectPath for GPUs")]
    [InlineData("AmdMxGpu", false, "SR-IOV functions as passthrough devices")]
    [InlineData("IntelFlexSriov", false, "vSphere 8.0 U2 and later")]
    [InlineData("Vsga", false, "available")]
    [InlineData("Bitfusion", true, "ended: end of availability in May 2023")]
    [InlineData("RemoteFx", true, "ended: ")]
    [InlineData("HyperVDda", false, "Windows Server 2016 and later")]
    [InlineData("HyperVGpuPartitioning", false, "Windows Server 2025 and Azure Stack HCI 24H2")]
    [InlineData("KvmVfio", false, "active")]
    [InlineData("BareMetal", false, "available")]
    public void SaysWhatHasBecomeOfIt(string key, bool ended, string status)
    {
        var alternative = Catalog.BuiltIn.Alternatives.Single(entry => entry.Key == key);

        (alternative.HasEnded, alternative.Kind).ShouldBe((ended, "alternative"));
        alternative.Status.ShouldNotBeNull().ShouldStartWith(status);
        alternative.Keeps.ShouldNotBeNullOrEmpty();
        alternative.Loses.ShouldNotBeNullOrEmpty();
        alternative.Confidence.ShouldBeOneOf("high", "medium", "low");
        alternative.Source.ShouldNotBeNull().Length.ShouldBeGreaterThan(10);
    }

    [Fact]
    public void ThereAreNoOthersAndNoneHasATechnologysKey()
    {
        Catalog.BuiltIn.Alternatives.Count.ShouldBe(10);
        Catalog.BuiltIn.Alternatives.ShouldAllBe(static entry => Catalog.BuiltIn.FindTechnology(entry.Key) == null);
    }

    [Fact]
    public void NoneIsRecommended() => RecommendationRanking.Of(Catalog.BuiltIn, [TechnologyOffer.Gpu], [], null)
        .ShouldAllBe(static recommendation => recommendation.Technology.Kind != "alternative");

    [Fact]
    public void AnAdministratorAddsAndOverridesThem()
    {
        using var file = new CatalogFile("""
            { "schemaVersion": 1, "sources": { "us": "our wiki, page 3" }, "alternatives": [
              { "key": "Bitfusion", "name": "Bitfusion", "kind": "alternative", "ended": true, "status": "switched off here", "sources": ["us"] },
              { "key": "Cloud", "name": "Rented GPUs", "kind": "alternative", "status": "from next year" } ] }
            """);
        var alternatives = file.Load().Alternatives;

        alternatives.Count.ShouldBe(11);
        alternatives.Single(static entry => entry.Key == "Bitfusion").ShouldSatisfyAllConditions(
            static entry => entry.Status.ShouldBe("switched off here"),
            static entry => entry.Source.ShouldBe("our wiki, page 3"));
        alternatives.Single(static entry => entry.Key == "Cloud").ShouldSatisfyAllConditions(
            static entry => entry.HasEnded.ShouldBeFalse(), entry => entry.Source.ShouldBe(file.Path));
    }

    [Theory]
    [InlineData("{ \"key\": \"a\", \"name\": \"A\", \"kind\": \"alternative\" }", "status is missing")]
    [InlineData("{ \"key\": \"a\", \"name\": \"A\", \"kind\": \"alternative\", \"status\": \"s\", \"ended\": \"yes\" }",
        "true or false is expected")]
    [InlineData("{ \"key\": \"a\", \"name\": \"A\", \"kind\": \"alternative\", \"status\": \"s\", \"end\": true }",
        "there is no property 'end' here")]
    public void OneThatIsNoneIsRefused(string entry, string says)
    {
        using var file = new CatalogFile($"{{ \"schemaVersion\": 1, \"alternatives\": [ {entry} ] }}");

        file.Refused(ErrorId.InputMalformed).Message.ShouldContain(says);
    }
}
