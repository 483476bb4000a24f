using System.Globalization;
using Newtonsoft.Json;
using PassthroughTools.Errors;
using PassthroughTools.Planning;
using Shouldly;
using Xunit;

namespace PassthroughTools.Core.Tests.Planning;

/// <summary>A plan in JSON: read back as it was, and nothing else is read.</summary>
public sealed class MaintenancePlanJsonTests
{
    private const string Minimal =
        """{"schemaVersion":1,"id":"a","created":"2026-11-21T10:00:00.0000000Z","target":"lab.json","revision":0,"hosts":[],"throttleLimit":4,"steps":[]}""";
    private const string Step =
        """{"number":1,"action":"none","vmId":"v","vmName":"v","vmHostId":"h","vmHostName":"h","powerState":"poweredOff","interruption":"none","reason":"r"}""";

    [Theory]
    [InlineData("")]
    [InlineData("de-DE")]
    [InlineData("ar-SA")]
    public void APlanIsReadBackAsItWas(string culture)
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
            for (int seed = 0; seed < 200; seed++)
            {
                var window = RandomWindow.Of(seed);
                var plan = MaintenancePlanner.Plan(window.State, window.HostIds, window.Options);
                var again = Read(Written(plan));
                Written(again).ShouldBe(Written(plan));
                (again with { Hosts = plan.Hosts, Steps = plan.Steps }).ShouldBe(plan);
                again.Hosts.ShouldBe(plan.Hosts);
                for (int i = 0; i < plan.Steps.Count; i++)
                {
                    (again.Steps[i] with { Devices = plan.Steps[i].Devices, Loses = plan.Steps[i].Loses }).ShouldBe(
                        plan.Steps[i]);
                    again.Steps[i].Devices.ShouldBe(plan.Steps[i].Devices);
                    again.Steps[i].Loses.ShouldBe(plan.Steps[i].Loses);
                }
            }
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Theory]
    [InlineData("{\n \"schemaVersion\": 1,\n \"id\": oops }", "from line 3, column")]
    [InlineData("{\n \"schemaVersion\": 1", "line 2, position")]
    [InlineData("\u00ff", "it is not text in UTF-8")]
    public void WhatIsWrongWithABrokenFileIsToldInOurWords(string content, string says)
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(path, [.. content.Select(static c => (byte)c)]);
            var refusal = Should.Throw<PassthroughException>(() => MaintenancePlanFile.Read(path));
            refusal.Id.ShouldBe(ErrorId.InputMalformed);
            refusal.Message.ShouldStartWith($"'{path}' is no maintenance plan: {says}");
            refusal.Message.ShouldEndWith(". Make one anew: New-PassthroughMaintenancePlan");
            refusal.Message.ShouldNotContain("Path '");
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Theory]
    [InlineData("\"revision\":0", "\"revision\":\"0\"", "a whole number")]
    [InlineData("\"revision\":0", "\"revision\":0,\"more\":1", "a maintenance plan has no property 'more'")]
    [InlineData("\"revision\":0,", "", "a maintenance plan needs the property 'revision'")]
    [InlineData("\"schemaVersion\":1,", "", "a maintenance plan needs the property 'schemaVersion'")]
    [InlineData("\"throttleLimit\":4", "\"throttleLimit\":0", "a whole number from 1")]
    [InlineData("2026-11-21T10:00:00.0000000Z", "yesterday", "a time in ISO 8601")]
    [InlineData("\"steps\":[]", "\"steps\":[{}]", "a plan step needs the property 'number'")]
    [InlineData("\"action\":\"none\"", "\"action\":\"burn\"", "one of none, vMotion")]
    [InlineData("\"action\":\"none\"", "\"action\":\"vMotion\"", "needs the property 'destinationId'")]
    [InlineData("\"reason\":\"r\"", "\"reason\":\"r\",\"devices\":[\"x\"]", "a PCI address")]
    [InlineData("\"hosts\":[]", "\"hosts\":[{\"id\":\"h\"}]", "a planned host needs the property 'name'")]
    public void WhatIsNoPlanIsRefusedWithThePlace(string part, string instead, string says)
    {
        var text = Minimal.Contains(part, StringComparison.Ordinal)
            ? Minimal
            : Minimal.Replace("\"steps\":[]", $"\"steps\":[{Step}]", StringComparison.Ordinal);
        Read(text).Id.ShouldBe("a");

        var fault = Should.Throw<FormatException>(() => Read(text.Replace(part, instead, StringComparison.Ordinal)));
        fault.Message.ShouldStartWith("line 1, position ");
        fault.Message.ShouldContain(says);
    }

    [Fact]
    public void NothingStandsAfterIt() => Should.Throw<JsonException>(() => Read(Minimal + "{}"));

    [Fact]
    public void ANewerVersionIsNotGuessedAt() =>
        Should.Throw<NotSupportedException>(
            () =>
                Read(Minimal.Replace("\"schemaVersion\":1", "\"schemaVersion\":2",
                    StringComparison.Ordinal))).Message.ShouldContain("schemaVersion is 2");

    private static string Written(MaintenancePlan plan)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        MaintenancePlanJson.Write(text, plan);
        return text.ToString();
    }

    private static MaintenancePlan Read(string text)
    {
        using var reader = new StringReader(text);
        return MaintenancePlanJson.Read(reader);
    }
}
