namespace PassthroughTools.Operations.Requirements;

/// <summary>Whether a requirement is met.</summary>
public enum Verdict : long
{
    /// <summary>It is.</summary>
    Pass,

    /// <summary>It is not, and nothing is refused for it now; what is done later may be.</summary>
    Warning,

    /// <summary>What it depends on is not known.</summary>
    Unknown,

    /// <summary>It is not.</summary>
    Fail,
}
