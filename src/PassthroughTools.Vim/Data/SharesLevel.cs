namespace VMware.Vim;

/// <summary>How much of a shared resource a machine is entitled to.</summary>
public enum SharesLevel : long
{
    low,
    normal,
    high,
    custom,
}
