namespace PassthroughTools.Vim.Data;

/// <summary>A host's power state.</summary>
public enum HostSystemPowerState : long
{
    poweredOn,
    poweredOff,
    standBy,
    unknown,
}
