using System.Text;
using System.Text.Json;
using Newtonsoft.Json;
using PassthroughTools.Backends;
using PassthroughTools.Capabilities;
using PassthroughTools.ControlPlane.Api;
using PassthroughTools.State;
using PassthroughTools.State.Json;

namespace PassthroughTools.ControlPlane.Tests.Http.Support;

/// <summary>What changes make of an empty inventory.</summary>
internal static class Replay
{
    /// <summary>The document of the inventory that all changes make.</summary>
    public static string Of(JsonElement changes)
    {
        var state = InventoryState.Empty(Catalog.BuiltIn);
        foreach (var one in changes.GetProperty("events").EnumerateArray())
        {
            using var json = new JsonTextReader(new StringReader(one.GetRawText()));
            var reader = new RecordReader(json);
            reader.Next();
            var committed = EventJson.Read(reader);
            state = state.Apply(committed.Sequence, committed.Changes);
        }

        return Encoding.UTF8.GetString(StateRoutes.Document(state));
    }
}
