namespace VMware.Vim;

/// <summary>A task.</summary>
public sealed class TaskInfo : DynamicData
{
    public string? Key { get; set; }

    public ManagedObjectReference? Task { get; set; }

    public string? Name { get; set; }

    public string? DescriptionId { get; set; }

    public ManagedObjectReference? Entity { get; set; }

    public string? EntityName { get; set; }

    public TaskInfoState State { get; set; }

    public bool Cancelled { get; set; }

    public bool Cancelable { get; set; }

    public LocalizedMethodFault? Error { get; set; }

    public object? Result { get; set; }

    /// <summary>In percent.</summary>
    public int? Progress { get; set; }

    public DateTime QueueTime { get; set; }

    public DateTime? StartTime { get; set; }

    public DateTime? CompleteTime { get; set; }

    public int? EventChainId { get; set; }
}
