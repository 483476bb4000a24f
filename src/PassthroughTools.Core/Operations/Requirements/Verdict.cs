namespace PassthroughTools.Operations.Requirements;

/// <summary>Whether a requirement is met.</summary>
internal enum Verdict
{
    /// <summary>It is.</summary>
    Pass,

    /// <summary>It is not.</summary>
    Fail,

    /// <summary>What it depends on is not known.</summary>
    Unknown,
}
