using PassthroughTools.Core.Tests.Build;
using PassthroughTools.Errors;
using Shouldly;
using Xunit;

namespace PassthroughTools.Core.Tests.Capabilities;

/// <summary>What is no catalog is refused with the file and the place in it.</summary>
public sealed class MalformedCatalogTests
{
    private const string Model = "\"key\": \"a\", \"name\": \"A\", \"kind\": \"gpu\"";
    private const string Sources = "\"sources\": { \"s\": \"S\" }";

    private static readonly Dictionary<string, (string Text, string Place, string Says)> Files = new(StringComparer.Ordinal)
    {
        ["empty"] = ("", "line 0", "Error reading JObject"),
        ["blank"] = (" \n ", "line 2", "Error reading JObject"),
        ["no JSON"] = ("<catalog/>", "line 0", "Unexpected character"),
        ["an array"] = ("[]", "line 1", "Error reading JObject"),
        ["cut off"] = ("{ \"schemaVersion\": 1, \"models\": [", "line 1", "Unexpected end"),
        ["text after its end"] = ("{ \"schemaVersion\": 1 }\n{}", "line 2", "Additional text"),
        ["no version"] = ("{ \"models\": [] }", "schemaVersion", "schemaVersion is missing"),
        ["another version"] = ("{ \"schemaVersion\": 2 }", "(schemaVersion)", "this version reads schemaVersion 1"),
        ["a version as text"] = ("{ \"schemaVersion\": \"one\" }", "(schemaVersion)", "this version reads schemaVersion 1"),
        ["models that are no list"] = (Of("\"models\": {}"), "(models)", "a list is expected"),
        ["technologies that are no list"] = (Of("\"technologies\": \"none\""), "(technologies)", "a list is expected"),
        ["sources that are no object"] = ("{ \"schemaVersion\": 1, \"sources\": [\"s\"] }", "(sources)", "an object is expected"),
        ["a source that is no text"] = ("{ \"schemaVersion\": 1, \"sources\": { \"s\": null } }", "(sources.s)",
            "text is expected"),
        ["a model that is no object"] = (Of("\"models\": [\"T4\"]"), "(models[0])", "an object is expected"),
        ["a misspelt part"] = (Of("\"model\": []"), "(model)", "there is no property 'model' here"),
        ["a model without a key"] = (Models("{ \"name\": \"A\", \"kind\": \"gpu\" }"), "(models[0])", "key is missing"),
        ["a model without a name"] = (Models("{ \"key\": \"a\", \"kind\": \"gpu\" }"), "(models[0])", "name is missing"),
        ["a name that is no text"] = (Models("{ \"key\": \"a\", \"name\": 7, \"kind\": \"gpu\" }"), "(models[0].name)",
            "text is expected"),
        ["a misspelt property"] = (Models($"{{ {Model}, \"memoryGb\": 16 }}"), "(models[0].memoryGb)",
            "there is no property 'memoryGb' here"),
        ["memory as text"] = (Models($"{{ {Model}, \"memoryGB\": \"16\" }}"), "(models[0].memoryGB)",
            "a whole number from 1 to 65536 is expected"),
        ["half a gigabyte"] = (Models($"{{ {Model}, \"memoryGB\": 0.5 }}"), "(models[0].memoryGB)",
            "a whole number from 1 to 65536 is expected"),
        ["no memory"] = (Models($"{{ {Model}, \"memoryGB\": 0 }}"), "(models[0].memoryGB)", "a whole number"),
        ["more memory than there is"] = (Models($"{{ {Model}, \"memoryGB\": 99999999999999999999 }}"), "(models[0].memoryGB)",
            "a whole number"),
        ["a BAR without a size"] = (Bar("\"basis\": \"derived\""), "(models[0].bar)", "sizeGB is missing"),
        ["a BAR of no power of two"] = (Bar("\"sizeGB\": 40"), "(models[0].bar.sizeGB)",
            "a power of two up to 65536 is expected, such as 64 or 0.25"),
        ["a BAR of half a byte"] = (Bar("\"sizeGB\": 0.000000000465661287307739257812"), "(models[0].bar.sizeGB)",
            "a power of two"),
        ["a BAR of nothing"] = (Bar("\"sizeGB\": 0"), "(models[0].bar.sizeGB)", "a power of two"),
        ["a BAR below nothing"] = (Bar("\"sizeGB\": -64"), "(models[0].bar.sizeGB)", "a power of two"),
        ["a BAR as text"] = (Bar("\"sizeGB\": \"64\""), "(models[0].bar.sizeGB)", "a power of two"),
        ["a BAR beyond all"] = (Bar("\"sizeGB\": 131072"), "(models[0].bar.sizeGB)", "a power of two"),
        ["a BAR beyond numbers"] = (Bar("\"sizeGB\": 1e400"), "line 1", "1e400"),
        ["another BAR of no power of two"] = (Bar("\"sizeGB\": 64, \"otherGB\": 3"), "(models[0].bar.otherGB)", "a power of two"),
        ["a BAR by guessing"] = (Bar("\"sizeGB\": 64, \"basis\": \"guessed\""), "(models[0].bar.basis)",
            "one of published, observed, derived is expected"),
        ["a region of no power of two"] = (Bar("\"sizeGB\": 64, \"publishedRegionGB\": 96"), "(models[0].bar.publishedRegionGB)",
            "a power of two"),
        ["a region of part of a GB"] = (Bar("\"sizeGB\": 0.25, \"publishedRegionGB\": 0.5"), "(models[0].bar.publishedRegionGB)",
            "a whole number"),
        ["a BAR's source that is not listed"] = (Bar("\"sizeGB\": 64, \"sources\": [\"x\"]"), "(models[0].bar.sources[0])",
            "'x' is not among the sources"),
        ["a misspelt property of a BAR"] = (Bar("\"sizeGb\": 64"), "(models[0].bar.sizeGb)",
            "there is no property 'sizeGb' here"),
        ["a BAR that is no object"] = (Models($"{{ {Model}, \"bar\": 64 }}"), "(models[0].bar)", "an object is expected"),
        ["a bad PCI ID"] = (Models($"{{ {Model}, \"pciIds\": [\"10de:1eb8\", \"10de-1eb9\"] }}"), "(models[0].pciIds[1])",
            "'10de-1eb9' is no vendor and device ID"),
        ["a PCI ID that is no text"] = (Models($"{{ {Model}, \"pciIds\": [4321] }}"), "(models[0].pciIds[0])",
            "text is expected"),
        ["one PCI ID for a list"] = (Models($"{{ {Model}, \"pciIds\": \"10de:1eb8\" }}"), "(models[0].pciIds)",
            "a list is expected"),
        ["a key twice"] = (Models($"{{ {Model} }}, {{ \"key\": \"A\", \"name\": \"B\", \"kind\": \"gpu\" }}"), "(models[1].key)",
            "key 'A' occurs twice"),
        ["a property twice"] = (Models($"{{ {Model}, \"key\": \"b\" }}"), "models[0]", "already exists"),
        ["an unknown feature"] = (Enhanced("\"Teleport\": \"yes\""), "(models[0].enhanced.features.Teleport)",
            "there is no feature 'Teleport'"),
        ["a feature by number"] = (Enhanced("\"0\": \"yes\""), "models[0].enhanced.features", "there is no feature '0'"),
        ["two features in one"] = (Enhanced("\"VMotion, SuspendResume\": \"yes\""), "models[0].enhanced.features",
            "there is no feature 'VMotion, SuspendResume'"),
        ["a feature in another case"] = (Enhanced("\"vMotion\": \"yes\""), "(models[0].enhanced.features.vMotion)",
            "there is no feature 'vMotion'; features are VMotion, "),
        ["a feature twice"] = (Enhanced("\"VMotion\": \"yes\", \"VMotion\": \"no\""), "models[0].enhanced.features",
            "already exists"),
        ["an unknown value"] = (Enhanced("\"VMotion\": \"maybe\""), "(models[0].enhanced.features.VMotion)",
            "one of yes, no, conditional, limited, unknown is expected"),
        ["a value that is no text"] = (Enhanced("\"VMotion\": true"), "(models[0].enhanced.features.VMotion)", "one of yes, no"),
        ["features that are no object"] = (Models($"{{ {Model}, \"enhanced\": {{ \"features\": [] }} }}"),
            "(models[0].enhanced.features)", "an object is expected"),
        ["enhanced that is no object"] = (Models($"{{ {Model}, \"enhanced\": \"yes\" }}"), "(models[0].enhanced)",
            "an object is expected"),
        ["a source that is not listed"] = (Models($"{{ {Model}, \"enhanced\": {{ \"source\": \"x\" }} }}"),
            "(models[0].enhanced.source)", "'x' is not among the sources"),
        ["an ID source that is not listed"] = (Models($"{{ {Model}, \"idSource\": \"x\" }}"), "(models[0].idSource)",
            "'x' is not among the sources"),
        ["a fact without a source"] = (Technology("{ \"value\": \"yes\" }"), "(technologies[0].features.VMotion)",
            "source is missing"),
        ["a fact without a value"] = (Technology("{ \"source\": \"s\" }"), "(technologies[0].features.VMotion)",
            "value is missing"),
        ["a bare fact"] = (Technology("\"yes\""), "(technologies[0].features.VMotion)",
            "an object with value and source is expected"),
        ["a fact with a misspelt note"] = (Technology("{ \"value\": \"yes\", \"source\": \"s\", \"remark\": \"\" }"),
            "(technologies[0].features.VMotion.remark)",
            "there is no property 'remark' here"),
        ["deep JSON"] = (Of($"\"models\": {new string('[', 100_000)}"), "line 1", "MaxDepth of 16"),
    };

    public static TheoryData<string> Names => [.. Files.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void IsRefused(string name)
    {
        var (text, place, says) = Files[name];
        using var file = new CatalogFile(text);

        var refusal = file.Refused(ErrorId.InputMalformed);

        refusal.Message.ShouldStartWith($"Catalog '{file.Path}' cannot be read: ");
        refusal.Message.ShouldContain(place);
        refusal.Message.ShouldContain(says);
        refusal.Message.ShouldEndWith("Compare it with the entries that Get-PassthroughCapability shows.");
        Cultures.In("tr-TR", () => file.Refused(ErrorId.InputMalformed).Message).ShouldBe(refusal.Message);
    }

    [Fact]
    public void TheLineIsSaid()
    {
        using var file = new CatalogFile(
            $"{{\n  \"schemaVersion\": 1,\n  \"models\": [\n    {{ {Model}, \"memoryGB\": -1 }}\n  ]\n}}\n");

        file.Refused(ErrorId.InputMalformed).Message.ShouldContain("line 4 (models[0].memoryGB): ");
    }

    private static string Of(string part) => $"{{ \"schemaVersion\": 1, {Sources}, {part} }}";

    private static string Models(string models) => Of($"\"models\": [{models}]");

    private static string Bar(string bar) => Models($"{{ {Model}, \"bar\": {{ {bar} }} }}");

    private static string Enhanced(string features) =>
        Models($"{{ {Model}, \"enhanced\": {{ \"source\": \"s\", \"features\": {{ {features} }} }} }}");

    private static string Technology(string fact) =>
        Of($"\"technologies\": [{{ {Model}, \"features\": {{ \"VMotion\": {fact} }} }}]");
}
