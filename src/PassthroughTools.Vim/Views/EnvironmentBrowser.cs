using PassthroughTools.Vim.Data;

namespace PassthroughTools.Vim.Views;

/// <summary>What tells what a host or cluster offers to machines.</summary>
public sealed class EnvironmentBrowser : ViewBase
{
    /// <param name="client">What answers for it.</param>
    /// <param name="moRef">What names it.</param>
    public EnvironmentBrowser(IVimClient client, ManagedObjectReference moRef)
        : base(client, moRef)
    {
    }

    /// <summary>What is offered, by one host or by all.</summary>
    public ConfigTarget QueryConfigTarget(ManagedObjectReference? host) => (ConfigTarget)Call(nameof(QueryConfigTarget), host)!;
}
