using System.Management.Automation;
using PassthroughTools.Inventory;

namespace PassthroughTools.Binding;

/// <summary>Where hosts and virtual machines are: a cluster, a host, or the name of one with wildcards.</summary>
public sealed class LocationReference : ObjectReference<InventoryObject>
{
    /// <summary>Takes a cluster.</summary>
    public LocationReference(Cluster item)
        : base(ObjectKinds.Location, item)
    {
    }

    /// <summary>Takes a host.</summary>
    public LocationReference(VMHost item)
        : base(ObjectKinds.Location, item)
    {
    }

    /// <summary>Takes a name.</summary>
    public LocationReference(string name)
        : base(ObjectKinds.Location, name)
    {
    }

    /// <summary>Takes what PowerShell wraps, and what came through a job, remoting or CliXml.</summary>
    public LocationReference(PSObject value)
        : base(ObjectKinds.Location, Given.Of(value, takesNames: true, typeof(Cluster), typeof(VMHost)))
    {
    }
}
