using PassthroughTools.Vim.Data;

namespace PassthroughTools.Vim.Views;

/// <summary>A cluster.</summary>
public sealed class ClusterComputeResource : ComputeResource
{
    /// <param name="client">What answers for it.</param>
    /// <param name="moRef">What names it.</param>
    public ClusterComputeResource(IVimClient client, ManagedObjectReference moRef)
        : base(client, moRef)
    {
    }
}
