namespace PassthroughTools.State;

/// <summary>A machine that a server has and that cannot be recorded, such as an inaccessible or orphaned one.</summary>
/// <param name="Name">Its name.</param>
/// <param name="HostId">The id of its host; null where that is not known.</param>
internal sealed record UnreadVM(string Name, string? HostId);
