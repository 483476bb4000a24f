namespace VMware.Vim;

/// <summary>How far DRS acts by itself.</summary>
public enum DrsBehavior : long
{
    manual,
    partiallyAutomated,
    fullyAutomated,
}
