namespace PassthroughTools.ControlPlane.Tests.Page.Support;

/// <summary>The page's views, in the order of the tabs.</summary>
internal static class Views
{
    public const string Hosts = "hosts", Devices = "devices", VMs = "vms", Capabilities = "capabilities", Events = "events";

    /// <summary>What administrators see beside them.</summary>
    public const string Refusals = "refusals", Tokens = "tokens";

    public static readonly string[] All = [Hosts, Devices, VMs, Capabilities, Events];
}
