namespace PassthroughTools.ControlPlane.Tests.Page.Support;

/// <summary>The page's views, in the order of the tabs.</summary>
internal static class Views
{
    public const string Hosts = "hosts", Devices = "devices", VMs = "vms", Capabilities = "capabilities", Events = "events";

    public static readonly string[] All = [Hosts, Devices, VMs, Capabilities, Events];
}
