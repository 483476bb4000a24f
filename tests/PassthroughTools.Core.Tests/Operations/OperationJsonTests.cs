using PassthroughTools.Core.Tests.Properties;
using PassthroughTools.Importing;
using PassthroughTools.Inventory;
using PassthroughTools.Operations;
using PassthroughTools.Operations.Json;
using Shouldly;
using Xunit;

namespace PassthroughTools.Core.Tests.Operations;

/// <summary>Operations as JSON.</summary>
public sealed class OperationJsonTests
{
    [Fact]
    public void Any_operation_is_read_back_as_it_was()
    {
        var kinds = new System.Collections.Generic.HashSet<string>(StringComparer.Ordinal);
        for (int seed = 0; seed < 200; seed++)
        {
            foreach (var operation in RandomOperation.OfEveryKind(RandomInventory.Of(seed), new Random(seed)))
            {
                kinds.Add(operation.Name);
                var text = OperationJson.Write(operation);
                var read = OperationJson.Read(text);
                read.ShouldBeOfType(operation.GetType());
                OperationJson.Write(read).ShouldBe(text);
            }
        }

        kinds.Count.ShouldBe(OperationShape.All.Count - 1, "all but the import");
    }

    [Fact]
    public void The_form_is_the_documented_one()
    {
        OperationJson.Write(new AttachFixedDevice { VMId = "vm-1", VMHostId = "host-1", Address = PciAddress.Parse("03:00.0") })
            .ShouldBe("""{"operation":"AttachFixedDevice","vmId":"vm-1","vmHostId":"host-1","address":"0000:03:00.0"}""");
        OperationJson.Write(new SetDeviceMode { VMHostId = "host-1", Address = PciAddress.Parse("03:00.0"),
            Mode = DeviceMode.EnhancedDirectPath })
            .ShouldBe(
                """{"operation":"SetDeviceMode","vmHostId":"host-1","address":"0000:03:00.0","mode":"enhancedDirectPath","applyNow":false}""");
        OperationJson.Write(new SetAdvancedSetting { VMId = "vm-1", Setting = "a", Value = null })
            .ShouldBe("""{"operation":"SetAdvancedSetting","vmId":"vm-1","setting":"a","value":null,"mustBeNew":false}""");
    }

    [Fact]
    public void An_import_carries_its_files()
    {
        var import =
            new ImportOperation { Files = [new ImportFile("a.vmx",
                "displayName = \"a\"\nmemSize = \"1024\"\nvirtualHW.version = \"19\"\n")], VMHost = "esxi01" };
        var read = (ImportOperation)OperationJson.Read(OperationJson.Write(import));
        read.VMHost.ShouldBe("esxi01");
        var file = read.Files.ShouldHaveSingleItem();
        (file.Path, file.Text).ShouldBe(("a.vmx", "displayName = \"a\"\nmemSize = \"1024\"\nvirtualHW.version = \"19\"\n"));
    }

    [Theory]
    [InlineData("{}", "'operation' is missing")]
    [InlineData("[]", "an object is expected")]
    [InlineData("{\"operation\":\"Format\"}", "no operation 'Format'")]
    [InlineData("{\"operation\":7}", "text is expected")]
    [InlineData("{\"operation\":\"PowerOnVM\"}", "PowerOnVM needs 'vmId'")]
    [InlineData("{\"operation\":\"PowerOnVM\",\"vmId\":null}", "'vmId' needs a value")]
    [InlineData("{\"operation\":\"PowerOnVM\",\"vmId\":5}", "text is expected")]
    [InlineData("{\"operation\":\"PowerOnVM\",\"vmId\":\"a\",\"vmId\":\"b\"}", "'vmId' occurs twice")]
    [InlineData("{\"operation\":\"PowerOnVM\",\"vmId\":\"a\",\"force\":true}", "has no property 'force'")]
    [InlineData("{\"operation\":\"DetachDevice\",\"vmId\":\"a\",\"key\":99999999999}", "whole number")]
    [InlineData("{\"operation\":\"DetachDevice\",\"vmId\":\"a\",\"key\":1.5}", "whole number")]
    [InlineData("{\"operation\":\"AttachFixedDevice\",\"vmId\":\"a\",\"vmHostId\":\"h\",\"address\":\"3\"}", "PCI address")]
    [InlineData("{\"operation\":\"ChangeVM\",\"vmId\":\"a\",\"firmware\":\"uefi\"}", "bios, efi")]
    public void What_is_no_operation_is_told(string text, string words) =>
        Should.Throw<FormatException>(() => OperationJson.Read(text)).Message.ShouldContain(words);

    [Theory]
    [InlineData("{\"operation\":\"PowerOnVM\",\"vmId\":\"a\"} {}")]
    [InlineData("{\"operation\":\"PowerOnVM\",\"vmId\":\"a\"")]
    [InlineData("nonsense")]
    public void What_is_no_JSON_is_told(string text) =>
    Should.Throw<Exception>(() => OperationJson.Read(text)).ShouldSatisfyAllConditions(
        fault => (fault is Newtonsoft.Json.JsonException or FormatException).ShouldBeTrue(fault.ToString()));

    [Fact]
    public void Deep_nesting_is_refused() =>
        Should.Throw<Newtonsoft.Json.JsonException>(() => OperationJson.Read("{\"x\":" + new string('[', 100_000)));

    [Fact]
    public void A_fingerprint_tells_operations_apart()
    {
        string Of(Operation operation) => OperationJson.Fingerprint(operation);
        Of(new PowerOnVM { VMId = "a" }).ShouldBe(Of(new PowerOnVM { VMId = "a" }));
        new[] { Of(new PowerOnVM { VMId = "a" }), Of(new PowerOnVM { VMId = "b" }), Of(new PowerOffVM { VMId = "a" }) }.Distinct(
            StringComparer.Ordinal).Count().ShouldBe(3);
    }
}
