using VMware.Vim;

namespace PassthroughTools.Vim.Events;

/// <summary>An object that an event is about: HostEventArgument, VmEventArgument, ComputeResourceEventArgument in one.</summary>
internal sealed class EventArgument : DynamicData
{
    public string? Name { get; set; }

    public ManagedObjectReference? ComputeResource { get; set; }

    public ManagedObjectReference? Host { get; set; }

    public ManagedObjectReference? Vm { get; set; }

    /// <summary>Whichever of them it names.</summary>
    internal ManagedObjectReference? MoRef => Vm ?? Host ?? ComputeResource;
}
