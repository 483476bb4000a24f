using PassthroughTools.Inventory;

namespace PassthroughTools.Binding;

/// <summary>A cluster: the object, or a name with wildcards.</summary>
public sealed class ClusterReference : ObjectReference<Cluster>
{
    /// <summary>Takes the object.</summary>
    public ClusterReference(Cluster item)
        : base(item)
    {
    }

    /// <summary>Takes a name.</summary>
    public ClusterReference(string name)
        : base(name)
    {
    }
}
