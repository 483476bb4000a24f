using System.Globalization;
using PassthroughTools.Core.Tests.Build;
using PassthroughTools.Errors;
using PassthroughTools.Inventory;
using PassthroughTools.Reporting;
using PassthroughTools.State;
using Shouldly;
using Xunit;
using static PassthroughTools.Core.Tests.Build.Asks;
using static PassthroughTools.Core.Tests.Build.InventoryBuilder;
using static PassthroughTools.Core.Tests.Build.PrerequisiteLab;

namespace PassthroughTools.Core.Tests.Reporting;

/// <summary>The HTML of a report, as far as its text tells; ReportTests of the page have it in a browser.</summary>
public sealed class HtmlReportTests
{
    private static readonly Func<VMRecord, VMRecord> Running = static vm => vm with { PowerState = VMPowerState.PoweredOn };

    [Fact]
    public void TheSummarySaysWhatMovesWhatGoesDownAndWhatIsNotKnown()
    {
        var asking = new AttachmentRecord { Key = AttachmentRecord.FirstKey, Technology = DirectPathTechnology.Enhanced,
            DeviceClass = "other" };
        var state = Fit.ChangeVM("fixed", Running).ChangeVM("bare", Running)
            .AddVM("odd", vm => Running(vm) with { Devices = [asking] });
        var html = Html(state);
        html.ShouldContain("can move while they run</th><td class=\"number\">1</td><td><bdi>bare</bdi></td>");
        html.ShouldContain("must be powered off</th><td class=\"number\">1</td><td><bdi>fixed</bdi></td>");
        html.ShouldContain("may have to be powered off: not known</th><td class=\"number\">1</td><td><bdi>odd</bdi></td>");
        html.ShouldContain("<strong>5</strong> virtual machines<span>3 running</span>");
        html.ShouldContain("<dd>2026-01-02 03:04:05 UTC</dd>");
    }

    [Fact]
    public void WhatFailsIsThereOnceWithItsRemedyAndWhatRunsIsWarnedOf()
    {
        var state = Fit.AddVM("second").Do(AttachFixed("second", "05:00.0"))
            .ChangeVM("fixed", static vm => Running(vm) with { Firmware = Firmware.Bios })
            .ChangeHost("esx1", static host => host with { IommuEnabled = false });
        var report = Report(state);
        var told = report.Unmet.Select(static test => $"{test.Result} {test.TargetName} {test.Requirement}").ToList();
        told.Count(static line => line == "Fail esx1 Iommu").ShouldBe(1, "two machines and the host have it");
        told.Count(static line => line == "Warning fixed EfiFirmware").ShouldBe(1);
        told.ShouldNotContain(static line => line.EndsWith("PoweredOff", StringComparison.Ordinal));
        told[0].ShouldStartWith("Fail");
        told[^1].ShouldStartWith("Warning");
        Html(state).ShouldContain(HtmlOf(report.Unmet.First().Needed));
    }

    [Fact]
    public void WhatIsNotKnownIsCountedAndNotCalledAFailure()
    {
        var report = Report(Host(static host => host with { IommuEnabled = null, Above4GDecoding = null })(Fit));
        report.Failing.ShouldBe(0);
        report.NotKnown.ShouldBe(2);
        Html(Host(static host => host with { IommuEnabled = null })(Fit)).ShouldContain("<td class=\"unknown\">Unknown</td>");
    }

    [Theory]
    [InlineData("<b>&\"'", "&lt;b&gt;&amp;&quot;&#39;")]
    [InlineData("a\u202eb\u200fc\u0000d\u0085e\ufefff\u2028g\nh",
        "a[U+202E]b[U+200F]c[U+0000]d[U+0085]e[U+FEFF]f[U+2028]g[U+000A]h")]
    [InlineData("\u0645\u06cc\u200c\u062e \ud83d\ude00", "\u0645\u06cc\u200c\u062e \ud83d\ude00")]
    public void TextStaysText(string text, string expected) => HtmlOf(text).ShouldBe(expected);

    [Fact]
    public void HalfAPairIsReplacedAndALongTextCut()
    {
        HtmlOf("a" + (char)0xd83d).ShouldBe("a\ufffd");
        HtmlOf((char)0xde00 + "b").ShouldBe("\ufffdb");
        HtmlOf(new string('x', HtmlText.MaxLength)).Length.ShouldBe(HtmlText.MaxLength);
        HtmlOf(new string('x', HtmlText.MaxLength - 1) + "\ud83d\ude00")
            .ShouldBe(new string('x', HtmlText.MaxLength - 1) + "\u2026");
    }

    [Fact]
    public void ATableEndsAndSaysHowManyThereAre()
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        new HtmlWriter(text).Table("x", "", [], Enumerable.Range(0, HtmlWriter.MaxRows + 1).ToList(), static _ => { });
        text.ToString().Split("<tr>").Length.ShouldBe(HtmlWriter.MaxRows + 1);
        text.ToString().ShouldContain("These are the first 20,000 of 20,001.");
    }

    [Fact]
    public void ItIsTheSameInEveryCulture()
    {
        var expected = Html(Fit);
        foreach (var culture in Cultures.Names) Cultures.In(culture, static () => Html(Fit)).ShouldBe(expected, culture);
    }

    [Fact]
    public void ASecondServerHasAColumn()
    {
        Html(Fit).ShouldNotContain("<span>Server</span>");
        var report = Report(Fit, "one", "two (rehearsal)");
        Html(report).ShouldContain("<span>Server</span>");
        Html(report).ShouldContain("<dd>one, two (rehearsal)</dd>");
    }

    [Fact]
    public void AnEmptyInventoryHasAReport()
    {
        var html = Html(Lab);
        html.ShouldContain("<strong>0</strong> hosts<span>0 in service</span>");
        html.ShouldEndWith("</html>\n");
    }

    [Fact]
    public void AFileThatCannotBeWrittenIsRefusedAndTheOldOneStays()
    {
        var folder = Directory.CreateTempSubdirectory().FullName;
        var path = Path.Combine(folder, "r.html");
        File.WriteAllText(path, "old");
        Should.Throw<PassthroughException>(() => HtmlReport.Write(path, Report(Fit), overwrite: false)).Id.ShouldBe(
            ErrorId.NameInUse);
        File.ReadAllText(path).ShouldBe("old");
        HtmlReport.Write(path, Report(Fit), overwrite: true);
        File.ReadAllText(path).ShouldBe(Html(Fit));
        Should.Throw<PassthroughException>(() => HtmlReport.Write(folder, Report(Fit), overwrite: true)).Id.ShouldBe(
            ErrorId.ValueInvalid);
        Should.Throw<PassthroughException>(
            () => HtmlReport.Write(Path.Combine(folder, "none", "r.html"), Report(Fit), overwrite: true))
            .Id.ShouldBe(ErrorId.FileNotFound);
        Directory.GetFiles(folder).ShouldBe([path]);
    }

    private static PassthroughReport Report(InventoryState state, params string[] servers) =>
        new(state.AllHosts(), static _ => "lab", CancellationToken.None)
        {
            Servers = servers.Length == 0 ? ["lab"] : servers,
            Scope = "all",
            Created = new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc),
        };

    private static string Html(InventoryState state) => Html(Report(state));

    private static string Html(PassthroughReport report)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        HtmlReport.Write(text, report);
        return text.ToString();
    }

    private static string HtmlOf(string text)
    {
        using var writer = new StringWriter(CultureInfo.InvariantCulture);
        HtmlText.Write(writer, text);
        return writer.ToString();
    }
}
