using VMware.Vim;

namespace PassthroughTools.Vim.Views;

/// <summary>A cluster.</summary>
/// <param name="client">What answers for it.</param>
/// <param name="moRef">What names it.</param>
public sealed class ClusterComputeResource(IVimClient client, ManagedObjectReference moRef) : ComputeResource(client, moRef);
