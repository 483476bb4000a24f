namespace PassthroughTools.Vim.Data;

/// <summary>VIM HostSystemPowerState.</summary>
public enum HostSystemPowerState : long
{
    poweredOn,
    poweredOff,
    standBy,
    unknown,
}
