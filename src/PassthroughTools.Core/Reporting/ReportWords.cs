using PassthroughTools.Capabilities;
using PassthroughTools.Operations.Requirements;

namespace PassthroughTools.Reporting;

/// <summary>The words of a report's cells. What is not known is Unknown, never No.</summary>
internal static class ReportWords
{
    public const string Unknown = "Unknown";

    public static string Of(Verdict verdict) => verdict switch
    {
        Verdict.Pass => "Yes",
        Verdict.Fail => "No",
        _ => Unknown,
    };

    public static string Of(bool? known) => known switch
    {
        true => "Yes",
        false => "No",
        null => Unknown,
    };

    /// <summary>As Test-EnhancedDirectPathFeature has it.</summary>
    public static string Of(CapabilitySupport support) => support switch
    {
        CapabilitySupport.Supported or CapabilitySupport.NotSupported => support.ToString(),
        _ => Unknown,
    };
}
