using VMware.Vim;

namespace PassthroughTools.Vim.Events;

/// <summary>Which events are asked for: with nothing in it all.</summary>
internal sealed class EventFilterSpec : DynamicData;
