using PassthroughTools.Projection;
using PassthroughTools.State;
using VMware.Vim;

namespace PassthroughTools.Esxcli;

/// <summary>A command of esxcli that the inventory can answer.</summary>
/// <param name="Path">Its namespaces and name, such as hardware.pci.list.</param>
/// <param name="Summary">What it does.</param>
/// <param name="Arguments">What it can be given, in the order of the alphabet.</param>
/// <param name="Run">Does it on a host of an inventory just read.</param>
internal sealed record EsxcliCommand(
    string Path, string Summary, IReadOnlyList<EsxcliArgument> Arguments, Func<EsxcliCall, object?> Run)
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<EsxcliCommand> All { get; } =
    [
        new(
            "hardware.pci.list",
            "Lists the PCI devices.",
            [
                new("class", "long", "The class and subclass, such as 0x0300: only devices of it are listed.", IsRequired: false),
                new("mask", "long", "Which bits of the class count; all unless given.", IsRequired: false),
            ],
            static call => call.Records(host => EsxcliProjection.PciDevices(host, call.Number("class"), call.Number("mask")))),
        new("hardware.pci.pcipassthru.list", "Lists which devices are configured for passthrough.", [], static call =>
            call.Records(EsxcliProjection.Passthrough)),
        new(
            "hardware.pci.pcipassthru.set",
            "Turns passthrough of a device on or off.",
            [
                new("applynow", "boolean", "Makes it take effect without a restart of the host.", IsRequired: false),
                new("deviceid", "string", "The device's address, such as 0000:41:00.0.", IsRequired: true),
                new("enable", "boolean", "Whether it is to be passed through.", IsRequired: true),
            ],
            SetPassthrough),
        new("network.sriovnic.list", "Lists the network controllers that have virtual functions.", [], static call =>
            call.Records(EsxcliProjection.SriovNics)),
        new("system.uuid.get", "Gets the id of the host by which backings of devices name it (SystemId).", [],
            static call => call.Host.Id),
    ];

    /// <summary>The command at a path; null where there is none.</summary>
    public static EsxcliCommand? Find(string path) =>
        All.FirstOrDefault(one => string.Equals(one.Path, path, StringComparison.OrdinalIgnoreCase));

    private static string SetPassthrough(EsxcliCall call)
    {
        var config = new HostPciPassthruConfig
        {
            Id = call.Text("deviceid"), PassthruEnabled = call.Flag("enable")!.Value, ApplyNow = call.Flag("applynow"),
        };
        call.Invoke(MoRefs.Part(MoRefs.PciPassthruSystem, call.Host.Id), "UpdatePassthruConfig", new[] { config });
        return "true";
    }
}
