using System.Management.Automation;
using PassthroughTools.Inventory;

namespace PassthroughTools.Binding;

/// <summary>A snapshot: the object alone, since its name does not tell the machine.</summary>
public sealed class SnapshotReference : ObjectReference<Snapshot>
{
    /// <summary>Takes the object.</summary>
    public SnapshotReference(Snapshot item)
        : base(ObjectKinds.Snapshot, item)
    {
    }

    /// <summary>Takes what PowerShell wraps, and what came through a job, remoting or CliXml.</summary>
    public SnapshotReference(PSObject value)
        : base(ObjectKinds.Snapshot, Given.Of(value, takesNames: false, typeof(Snapshot)))
    {
    }
}
