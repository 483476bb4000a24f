using VMware.Vim;

namespace PassthroughTools.Vim.Views;

/// <summary>Describes what a host or cluster offers to machines.</summary>
/// <param name="client">What answers for it.</param>
/// <param name="moRef">What names it.</param>
public sealed class EnvironmentBrowser(IVimClient client, ManagedObjectReference moRef) : ViewBase(client, moRef)
{
    /// <summary>What is offered, by one host or by all.</summary>
    public ConfigTarget QueryConfigTarget(ManagedObjectReference? host) => (ConfigTarget)Call(nameof(QueryConfigTarget), host)!;
}
