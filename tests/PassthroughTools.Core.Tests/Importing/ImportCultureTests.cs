using System.Globalization;
using Shouldly;
using Xunit;

namespace PassthroughTools.Core.Tests.Importing;

public sealed class ImportCultureTests
{
    [Theory]
    [InlineData("tr-TR")]
    [InlineData("de-DE")]
    [InlineData("ar-SA")]
    public void TheUsersCultureChangesNothing(string culture)
    {
        var expected = Result();
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo(culture);
            Result().ShouldBe(expected);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    private static string Result()
    {
        EsxcliSample[] devices = [EsxcliSample.Gpu(), EsxcliSample.Nic()];
        var vmx = Imports.Vmx("VIRTUAL-I",
            [.. Imports.FixedDevice(0, "00000:065:00.0"), "FIRMWARE.x = \"1\"", "SCHED.MEM.PIN = \"TRUE\"",
                "PCIPASSTHRU.64BITMMIOSIZEGB = \"64\""]);
        var state = Imports.Empty.ImportOn(Imports.Host, "I", Imports.File(EsxcliSample.Text(devices)), vmx);
        state = state.ImportOn(Imports.Host.ToUpperInvariant(), "i", Imports.File(EsxcliSample.Csv(devices)));
        state = state.ImportOn(Imports.Host, null, Imports.File(EsxcliSample.Xml(devices)));
        var decision = state.DecideOn(null, null,
            Imports.File("""{ "schemaVersion": 1, "vms": [ { "name": "virtual-i", "memoryMB": 123456, "notes": "ı" } ] }"""));
        return state.Apply(99, decision.Changes).Document() + string.Join("\n", decision.Items) + decision.Items[^1].Detail
            + decision.Summary;
    }
}
