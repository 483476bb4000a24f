namespace VMware.Vim;

/// <summary>A host's power state.</summary>
public enum HostSystemPowerState : long
{
    poweredOn,
    poweredOff,
    standBy,
    unknown,
}
