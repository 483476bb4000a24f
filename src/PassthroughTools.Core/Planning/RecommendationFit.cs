namespace PassthroughTools.Planning;

/// <summary>How well a technology fits some needs, best first.</summary>
public enum RecommendationFit : long
{
    /// <summary>It meets all of them.</summary>
    Full,

    /// <summary>It denies none of them; some it meets with restrictions, or depending on the device, or no source says.</summary>
    Conditional,

    /// <summary>It denies some of them.</summary>
    Partial,

    /// <summary>It denies all of them.</summary>
    None,
}
