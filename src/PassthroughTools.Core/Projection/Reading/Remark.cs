namespace PassthroughTools.Projection.Reading;

/// <summary>Something of a server that could not be recorded.</summary>
/// <param name="Kind">What is so of all of its kind, as a sentence that its items end.</param>
/// <param name="Item">What it is, such as VM 'gpu-01'.</param>
internal readonly record struct Remark(string Kind, string Item)
{
    public const string NoHost = "VMs whose host is not known are not recorded";
    public const string NoConfiguration =
        "VMs whose configuration cannot be read, such as inaccessible or orphaned ones, are not recorded";
    public const string OtherDevice = "Passthrough devices of a kind that is not known here are not recorded";
    public const string NoAddress = "Fixed devices whose PCI address cannot be read are recorded without one";
    public const string TwoOwners = "Devices that several running VMs claim, or one VM twice, are recorded once";
    public const string NoDevices = "Hosts that do not tell their PCI devices are recorded without them";
    public const string NoDeviceAddress = "PCI devices whose address cannot be read are not recorded";
    public const string NoCluster = "Hosts whose cluster cannot be read are recorded without one";

    private const int MaxNamed = 8;

    /// <summary>One sentence a kind.</summary>
    public static IReadOnlyList<string> InWords(IEnumerable<Remark> remarks) =>
    [
        .. remarks.GroupBy(static one => one.Kind, static one => one.Item, StringComparer.Ordinal)
            .OrderBy(static group => group.Key, StringComparer.Ordinal).Select(static group =>
            {
                var items = group.OrderBy(static one => one, StringComparer.Ordinal).ToList();
                var more = items.Count > MaxNamed ? FormattableString.Invariant($" and {items.Count - MaxNamed} more") : "";
                return $"{group.Key}: {string.Join(", ", items.Take(MaxNamed))}{more}.";
            }),
    ];
}
