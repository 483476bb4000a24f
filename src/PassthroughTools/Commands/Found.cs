using PassthroughTools.Sessions;
using PassthroughTools.State;

namespace PassthroughTools.Commands;

/// <summary>An object that was found: its record, in the state of its server.</summary>
internal sealed record Found<T>(VIServer Server, InventoryState State, T Record);
