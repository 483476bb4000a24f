using PassthroughTools.Vim.Xml;
using VMware.Vim;

namespace PassthroughTools.Vim.Events;

/// <summary>
/// What has happened on a server. The API has some hundred types of it, of which the base is read, and the name.
/// </summary>
internal sealed class Event : DynamicData, INamedByType
{
    /// <inheritdoc/>
    string INamedByType.TypeName
    {
        set => Kind = value;
    }

    internal string Kind { get; private set; } = "";

    public int Key { get; set; }

    public int ChainId { get; set; }

    public DateTime CreatedTime { get; set; }

    public string? UserName { get; set; }

    public EventArgument? ComputeResource { get; set; }

    public EventArgument? Host { get; set; }

    public EventArgument? Vm { get; set; }

    public string? FullFormattedMessage { get; set; }
}
