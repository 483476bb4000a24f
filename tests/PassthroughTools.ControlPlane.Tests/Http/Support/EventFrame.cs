using System.Text.Json;

namespace PassthroughTools.ControlPlane.Tests.Http.Support;

/// <summary>A frame of an event stream: a comment, or an event.</summary>
internal sealed record EventFrame(string? Comment, long? Id, string? Kind, string? Data)
{
    public JsonElement Json => Answer.Parse(Data!);
}
