namespace VMware.Vim;

/// <summary>Whether the server reaches a host.</summary>
public enum HostSystemConnectionState : long
{
    connected,
    notResponding,
    disconnected,
}
