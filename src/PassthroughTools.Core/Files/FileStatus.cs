namespace PassthroughTools.Files;

/// <summary>Whose a file or folder is, and who may do what with it, by the system's numbers.</summary>
/// <param name="User">Its owner.</param>
/// <param name="Group">Its group.</param>
/// <param name="Mode">Its type and permissions, as stat(2) has them.</param>
internal readonly record struct FileStatus(uint User, uint Group, ushort Mode)
{
    private const int TypeMask = 0xf000, LinkType = 0xa000;

    /// <summary>Whether it is a symbolic link.</summary>
    public bool IsLink => (Mode & TypeMask) == LinkType;
}
