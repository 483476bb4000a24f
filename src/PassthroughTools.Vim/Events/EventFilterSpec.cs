using PassthroughTools.Vim.Data;

namespace PassthroughTools.Vim.Events;

/// <summary>Which events are asked for: with nothing in it all.</summary>
internal sealed class EventFilterSpec : DynamicData;
