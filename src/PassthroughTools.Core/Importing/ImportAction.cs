namespace PassthroughTools.Importing;

/// <summary>What an import does with an object.</summary>
public enum ImportAction : long
{
    /// <summary>It is left as it is.</summary>
    Unchanged,

    /// <summary>It is new in the inventory.</summary>
    Added,

    /// <summary>It is in the inventory and some of its properties change.</summary>
    Changed,

    /// <summary>A virtual machine that is in the inventory is on another host now, as its UUID tells.</summary>
    Moved,

    /// <summary>It is in the inventory and the input no longer lists it.</summary>
    Removed,

    /// <summary>
    /// It is a file of a folder or an archive and no inventory, or a folder of many such files: it is passed over.
    /// </summary>
    Skipped,
}
