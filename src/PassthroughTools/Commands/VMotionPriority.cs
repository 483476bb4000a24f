namespace PassthroughTools.Commands;

/// <summary>How much vSphere reserves for a vMotion, with PowerCLI's names.</summary>
public enum VMotionPriority
{
    /// <summary>It may take longer.</summary>
    Low,

    /// <summary>It fails rather than takes longer.</summary>
    High,
}
