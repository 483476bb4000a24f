using System;
using System.Collections.ObjectModel;
using System.Linq;
using System.Threading.Tasks;

namespace PassthroughTools.ControlPlane.Tests.Page.Support;

/// <summary>Several at once.</summary>
internal sealed class Rigs : Collection<Rig>, IAsyncDisposable
{
    public async ValueTask DisposeAsync()
    {
        foreach (var rig in this.Reverse()) await rig.DisposeAsync();
    }
}
