using PassthroughTools.State;
using PassthroughTools.Text;

namespace PassthroughTools.Inventory;

/// <summary>
/// A machine's guest, as VMware Tools told of it when it was recorded. What is not known is null, or an empty list.
/// </summary>
public sealed class VMGuest
{
    private static readonly GuestRecord Nothing = new();

    private readonly VMRecord vm;

    internal VMGuest(VMRecord vm) => this.vm = vm;

    /// <summary>Whether it runs: not while the machine is not powered on; else as it was recorded.</summary>
    public GuestState State => !IsOn || Known.ToolsRunning == false ? GuestState.NotRunning
        : Known.ToolsRunning is null ? GuestState.Unknown : GuestState.Running;

    /// <summary>The name of its operating system, such as Ubuntu Linux (64-bit).</summary>
    public string? OSFullName => Known.OSFullName;

    /// <summary>Its host name; null while the machine is not powered on.</summary>
    public string? HostName => IsOn ? Known.HostName : null;

    /// <summary>Its IP addresses; none while the machine is not powered on.</summary>
    public TextList<string> IPAddress => [.. IsOn ? Known.IPAddresses : []];

    /// <summary>The version of its VMware Tools.</summary>
    public string? ToolsVersion => Known.ToolsVersion;

    /// <summary>The name of the virtual machine.</summary>
    public string VmName => vm.Name;

    /// <summary>The id of the virtual machine.</summary>
    public string VmId => vm.Id;

    private bool IsOn => vm.PowerState == VMPowerState.PoweredOn;

    private GuestRecord Known => vm.Guest ?? Nothing;

    /// <summary>The machine's name and the operating system's, as PowerCLI shows a guest.</summary>
    public override string ToString() => $"{vm.Name}:{OSFullName}";
}
