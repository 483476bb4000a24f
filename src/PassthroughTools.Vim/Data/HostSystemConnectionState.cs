namespace PassthroughTools.Vim.Data;

/// <summary>VIM HostSystemConnectionState.</summary>
public enum HostSystemConnectionState : long
{
    connected,
    notResponding,
    disconnected,
}
