using System.Text;
using System.Xml;
using PassthroughTools.Vim.Soap;
using PassthroughTools.Vim.Xml;
using Shouldly;
using VMware.Vim;
using Xunit;

namespace PassthroughTools.Core.Tests.Projection;

/// <summary>VIM's XML as servers send it and as they must be sent it.</summary>
public sealed class VimXmlTests
{
    private const string Spaces =
        """xmlns="urn:vim25" xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" """;

    /// <summary>
    /// Elements in the order of the API, of what is only read; what is sent is in <see cref="VSphere.WireOrder"/>. Source:
    /// vSphere Web Services API 9.1.
    /// </summary>
    public static TheoryData<Type, string> Orders => new()
    {
        { typeof(HostPciPassthruInfo),
            "id dependentDevice passthruEnabled passthruCapable passthruActive hardwareLabel directPathState" },
        { typeof(HostPciDevice),
            "id classId bus slot physicalSlot slotDescription function vendorId subVendorId vendorName deviceId subDeviceId "
            + "parentBridge deviceName deviceClassName" },
        { typeof(HostNumaInfo), "type numNodes numaNode" },
        { typeof(HostNumaNode), "typeId cpuID memorySize memoryRangeBegin memoryRangeLength pciId" },
        { typeof(HostDvxClass), "deviceClass checkpointSupported swDMATracingSupported sriovNic" },
        { typeof(HostGraphicsInfo), "deviceName vendorName pciId graphicsType vgpuMode memorySizeInKB vm" },
    };

    [Theory]
    [MemberData(nameof(Orders))]
    public void ElementsAreInTheApisOrder(Type type, string order) =>
        string.Join(' ', VimTypes.ElementsOf(type).Select(static element => element.Name)).ShouldBe(order);

    [Fact]
    public void ASpecIsWrittenWithTheTypesThatTheServerCannotGuess()
    {
        var spec = new VirtualMachineConfigSpec
        {
            DeviceChange =
            [
                new VirtualDeviceConfigSpec
                {
                    Operation = VirtualDeviceConfigSpecOperation.add,
                    Device = new VirtualPCIPassthrough { Key = -1,
                        Backing = new VirtualPCIPassthroughDvxBackingInfo { DeviceClass = "com.vendor.flex" } },
                },
            ],
            ExtraConfig = [new OptionValue { Key = "a", Value = "b" }],
            MemoryReservationLockedToMax = true,
        };
        Written("spec", spec, typeof(VirtualMachineConfigSpec)).ShouldBe(
            """<spec><deviceChange><operation>add</operation><device xsi:type="VirtualPCIPassthrough"><key>-1</key>"""
            + """<backing xsi:type="VirtualPCIPassthroughDvxBackingInfo"><deviceClass>com.vendor.flex</deviceClass></backing></device></deviceChange>"""
            + """<extraConfig><key>a</key><value xsi:type="xsd:string">b</value></extraConfig>"""
            + """<memoryReservationLockedToMax>true</memoryReservationLockedToMax></spec>""");
    }

    /// <summary>
    /// Real servers send bytes and shorts signed, the simulators bytes unsigned: 0000:88:00.0 has bus -120 or 136.
    /// </summary>
    [Theory]
    [InlineData("-120", "-24394", -120, -24394)]
    [InlineData("136", "41142", -120, -24394)]
    public void NumbersOfDevicesAreReadSignedAndUnsigned(string bus, string device, int expectedBus, int expectedDevice)
    {
        var read =
            (HostPciDevice)Read(
                $"<val "
                + $"{Spaces} xsi:type=\"HostPciDevice\"><id>0000:88:00.0</id><bus>{bus}</bus><deviceId>{device}</deviceId></val>")!;
        ((int)read.Bus, (int)read.DeviceId).ShouldBe((expectedBus, expectedDevice));
    }

    [Fact]
    public void CharactersThatXmlHasNoPlaceForAreReplaced()
    {
        var read = (HostPciDevice)Read(
            $"<val {Spaces} xsi:type=\"HostPciDevice\"><id>0000:88:00.0</id><vendorName>a&#x1b;b&#xD800;c&#0;d&#xFFFF;e&#x1F600;f&#9;g"
            + "</vendorName></val>")!;
        read.VendorName.ShouldBe("a\uFFFDb\uFFFDc\uFFFDd\uFFFDe\U0001F600f\tg");
    }

    [Fact]
    public void WhatANewerServerHasIsPassedOver()
    {
        var read = (VirtualHardware)Read(
            $"""
            <val {Spaces} xsi:type="VirtualHardware"><numCPU>4</numCPU><quantumBits><n>7</n></quantumBits><memoryMB>1024</memoryMB>
              <device xsi:type="VirtualHologram"><key>77</key><beam>x</beam></device><device xsi:type="VirtualKeyboard"><key>600</key></device></val>
            """)!;
        (read.NumCPU, read.MemoryMB).ShouldBe((4, 1024));
        read.Device!.Select(static device => $"{device.GetType().Name} {device.Key}")
            .ShouldBe(["VirtualDevice 77", "VirtualKeyboard 600"]);
    }

    [Fact]
    public void ListsOfPropertiesAreRead() => ((HostPciPassthruInfo[])Read(
        $"""
        <val {Spaces} xsi:type="ArrayOfHostPciPassthruInfo"><HostPciPassthruInfo><id>0000:03:00.0</id><passthruEnabled>true</passthruEnabled></HostPciPassthruInfo>
          <HostPciPassthruInfo xsi:type="HostSriovInfo"><id>0000:04:00.0</id><numVirtualFunction>8</numVirtualFunction></HostPciPassthruInfo></val>
        """)!).Select(static info => $"{info.Id} {info.PassthruEnabled} {(info as HostSriovInfo)?.NumVirtualFunction}")
        .ShouldBe(["0000:03:00.0 True ", "0000:04:00.0  8"]);

    [Theory]
    [InlineData("<!DOCTYPE val [<!ENTITY a \"aaaaaaaaaa\">]><val>&a;</val>")]
    [InlineData("<val")]
    public void WhatIsNoSuchXmlIsRefused(string xml) => Should.Throw<XmlException>(() => Read(xml));

    [Fact]
    public void DeepAndLongXmlIsRefused()
    {
        string open = string.Concat(Enumerable.Repeat("<childSnapshotList>", 300)), close = string.Concat(
            Enumerable.Repeat("</childSnapshotList>", 300));
        Should.Throw<XmlException>(
            () => Read($"<val {Spaces} xsi:type=\"VirtualMachineSnapshotTree\">{open}{close}</val>")).Message.ShouldContain(
                "deeper than 256");
        Should.Throw<XmlException>(() => Read($"<val>{new string('x', 2_000_000)}</val>"));
    }

    [Fact]
    public void WhatCannotBeSaidInXmlIsRefusedInWords()
    {
        var itself = new OptionValue { Key = "a" };
        itself.Value = itself;
        object[] list = new object[1];
        list[0] = list;
        Refusal(itself).ShouldStartWith("Value nests deeper than 256 objects");
        Refusal(new OptionValue { Value = list }).ShouldStartWith("AnyType nests deeper than 256 objects");
        Refusal(new OptionValue { Value = new StringBuilder() })
            .ShouldStartWith("The value of Value is of type StringBuilder. Give text");
        Refusal(new VirtualMachineConfigSpec { DeviceChange = [null!] }).ShouldBe("DeviceChange has an empty entry.");

        static string Refusal(object value) =>
            Should.Throw<VimRequestException>(() => Written("val", value, typeof(object))).Message;
    }

    /// <summary>As it stands in a SOAP body, which declares the namespaces.</summary>
    private static string Written(string name, object value, Type declared)
    {
        var text = new StringBuilder();
        using (var writer = XmlWriter.Create(text, new XmlWriterSettings { OmitXmlDeclaration = true }))
        {
            writer.WriteStartElement("body", VimNamespaces.Vim);
            writer.WriteAttributeString("xmlns", "xsi", null, VimNamespaces.Instance);
            writer.WriteAttributeString("xmlns", "xsd", null, VimNamespaces.Schema);
            VimXmlWriter.Write(writer, name, value, declared);
            writer.WriteEndElement();
        }

        return text.ToString()[(text.ToString().IndexOf('>', StringComparison.Ordinal) + 1)..^"</body>".Length];
    }

    private static object? Read(string xml)
    {
        using var reader = VimXmlReader.Open(new MemoryStream(Encoding.UTF8.GetBytes(xml)), 1_000_000);
        reader.MoveToContent();
        return VimXmlReader.Read(reader, typeof(object));
    }
}
