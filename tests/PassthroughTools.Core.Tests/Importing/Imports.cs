using PassthroughTools.Capabilities;
using PassthroughTools.Errors;
using PassthroughTools.Importing;
using PassthroughTools.Inventory;
using PassthroughTools.State;
using PassthroughTools.State.Json;
using Shouldly;

namespace PassthroughTools.Core.Tests.Importing;

/// <summary>What the tests of imports have in common.</summary>
internal static class Imports
{
    public const string Host = "esxi01.domain.com";

    public static InventoryState Empty => InventoryState.Empty(Catalog.BuiltIn);

    public static string RepositoryRoot { get; } = FindRoot();

    public static string Rack => Path.Combine(RepositoryRoot, "examples", "rack");

    public static ImportFile File(string text, string path = "input.txt") => new(path, text);

    public static ImportFile Vmx(string name, params string[] lines) => new(
        name + ".vmx",
        $".encoding = \"UTF-8\"\nvirtualHW.version = \"20\"\ndisplayName = \"{name}\"\nmemSize = \"4096\"\nfirmware = \"efi\"\n"
            + string.Join("\n", lines) + "\n");

    public static string[] FixedDevice(int index, string id) =>
        [$"pciPassthru{index}.present = \"TRUE\"", $"pciPassthru{index}.id = \"{id}\"",
            $"pciPassthru{index}.vendorId = \"0x10de\""];

    public static ImportDecision Decide(this InventoryState state, params ImportFile[] files) =>
        state.DecideOn(Host, null, files);

    public static ImportDecision DecideOn(this InventoryState state, string? host, string? cluster, params ImportFile[] files) =>
        new ImportOperation { Files = files, VMHost = host, Cluster = cluster }.Decide(state).ShouldBeOfType<ImportDecision>();

    public static InventoryState Import(this InventoryState state, params ImportFile[] files) =>
        state.ImportOn(Host, null, files);

    public static InventoryState ImportOn(this InventoryState state, string? host, string? cluster, params ImportFile[] files) =>
        state.Apply(state.Revision + 1, state.DecideOn(host, cluster, files).Changes);

    public static PassthroughException Refused(this InventoryState state, ErrorId id, params ImportFile[] files) =>
        Refused(id, () => state.Decide(files));

    public static PassthroughException Refused(ErrorId id, Action action)
    {
        var refusal = Should.Throw<PassthroughException>(action);
        refusal.Id.ShouldBe(id, refusal.Message);
        return refusal;
    }

    public static HostRecord TheHost(this InventoryState state, string name = Host) => state.HostsNamed(name).Single();

    public static VMRecord TheVM(this InventoryState state, string name) => state.VMsNamed(name).Single();

    public static PciDeviceRecord Device(this InventoryState state, string address, string host = Host) =>
        state.TheHost(host).FindDevice(PciAddress.Parse(address)).ShouldNotBeNull();

    public static InventoryState With(this InventoryState state, params Change[] changes) =>
        state.Apply(state.Revision + 1, changes);

    /// <summary>The state as its store's document, which tells states apart by content.</summary>
    public static string Document(this InventoryState state)
    {
        using var text = new StringWriter();
        InventoryJson.Write(text, state, static () => "none");
        return text.ToString();
    }

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (System.IO.File.Exists(Path.Combine(folder.FullName, "PassthroughTools.sln"))) return folder.FullName;
        }

        throw new InvalidOperationException($"No PassthroughTools.sln above {AppContext.BaseDirectory}.");
    }
}
