namespace PassthroughTools.State;

/// <summary>What VMware Tools told of a guest when it was recorded. What is not known is null.</summary>
public sealed record GuestRecord
{
    /// <summary>Whether the guest ran its tools while the machine was powered on.</summary>
    public bool? ToolsRunning { get; init; }

    /// <summary>The version of VMware Tools.</summary>
    public string? ToolsVersion { get; init; }

    /// <summary>The name of the guest's operating system, such as Ubuntu Linux (64-bit).</summary>
    public string? OSFullName { get; init; }

    /// <summary>The guest's host name.</summary>
    public string? HostName { get; init; }

    /// <summary>The guest's IP addresses.</summary>
    public IReadOnlyList<string> IPAddresses { get; init; } = [];
}
