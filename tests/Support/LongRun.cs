namespace PassthroughTools.Tests.Support;

/// <summary>
/// Tests that run for as long as one lets them: kills, races, mutations, fuzz. <c>test</c> runs a sample of each, with a fixed
/// seed; <c>prove</c> sets PASSTHROUGHTOOLS_PROVE and runs them whole. Such a test has the trait of this class.
/// </summary>
internal static class LongRun
{
    /// <summary>The name of the trait, and its value.</summary>
    public const string Trait = "Run", Long = "Long";

    /// <summary>Whether this is the long run.</summary>
    public static bool IsWhole { get; } = Environment.GetEnvironmentVariable("PASSTHROUGHTOOLS_PROVE") == "1";

    /// <summary>How often something is tried.</summary>
    public static int Times(int sample, int whole) => IsWhole ? whole : sample;
}
