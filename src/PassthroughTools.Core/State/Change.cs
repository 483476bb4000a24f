#pragma warning disable MA0048 // the kinds of change belong together

using Newtonsoft.Json;

namespace PassthroughTools.State;

/// <summary>One step from a state to the next: a record put in its place, or removed. What the journal keeps.</summary>
public abstract record Change
{
    private protected Change()
    {
    }

    /// <summary>What is changed and how, such as VMPut.</summary>
    public string Kind => GetType().Name;

    /// <summary>The id of the cluster, host or virtual machine; for a device its host's.</summary>
    public abstract string Id { get; }

    /// <inheritdoc/>
    public sealed override string ToString() => $"{Kind} {Id}";

    /// <summary>Makes the change in a state that nobody else has seen yet.</summary>
    internal abstract void ApplyTo(InventoryState state);
}

/// <summary>A cluster is added or changed.</summary>
/// <param name="Cluster">The cluster as it is now.</param>
public sealed record ClusterPut([property: JsonIgnore] ClusterRecord Cluster) : Change
{
    /// <inheritdoc/>
    public override string Id => Cluster.Id;

    internal override void ApplyTo(InventoryState state) => state.Put(Cluster);
}

/// <summary>A host is added or changed as a whole.</summary>
/// <param name="Host">The host as it is now.</param>
public sealed record HostPut([property: JsonIgnore] HostRecord Host) : Change
{
    /// <inheritdoc/>
    public override string Id => Host.Id;

    internal override void ApplyTo(InventoryState state) => state.Put(Host);
}

/// <summary>A host is removed. Nothing is on it any more, and nothing has devices of it.</summary>
/// <param name="HostId">Its id.</param>
public sealed record HostRemoved([property: JsonIgnore] string HostId) : Change
{
    /// <inheritdoc/>
    public override string Id => HostId;

    internal override void ApplyTo(InventoryState state) => state.RemoveHost(HostId);
}

/// <summary>One device of a host is added or changed.</summary>
/// <param name="HostId">The host's id.</param>
/// <param name="Device">The device as it is now.</param>
public sealed record DevicePut([property: JsonIgnore] string HostId, [property: JsonIgnore] PciDeviceRecord Device) : Change
{
    /// <inheritdoc/>
    public override string Id => HostId;

    internal override void ApplyTo(InventoryState state) => state.Put(HostId, Device);
}

/// <summary>A virtual machine or template is added or changed.</summary>
/// <param name="VM">The virtual machine as it is now.</param>
public sealed record VMPut([property: JsonIgnore] VMRecord VM) : Change
{
    /// <inheritdoc/>
    public override string Id => VM.Id;

    internal override void ApplyTo(InventoryState state) => state.Put(VM);
}

/// <summary>A virtual machine or template is removed.</summary>
/// <param name="VMId">Its id.</param>
public sealed record VMRemoved([property: JsonIgnore] string VMId) : Change
{
    /// <inheritdoc/>
    public override string Id => VMId;

    internal override void ApplyTo(InventoryState state) => state.RemoveVM(VMId);
}
