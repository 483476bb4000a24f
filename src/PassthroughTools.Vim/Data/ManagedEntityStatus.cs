namespace VMware.Vim;

/// <summary>An object's status; gray where it is not known.</summary>
public enum ManagedEntityStatus : long
{
    gray,
    green,
    yellow,
    red,
}
