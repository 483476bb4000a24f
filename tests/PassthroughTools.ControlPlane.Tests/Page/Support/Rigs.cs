using System.Collections.ObjectModel;

namespace PassthroughTools.ControlPlane.Tests.Page.Support;

/// <summary>Several at once.</summary>
internal sealed class Rigs : Collection<Rig>, IAsyncDisposable
{
    public async ValueTask DisposeAsync()
    {
        foreach (var rig in this.Reverse()) await rig.DisposeAsync();
    }
}
