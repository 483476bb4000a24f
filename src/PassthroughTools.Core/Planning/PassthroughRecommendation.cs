using PassthroughTools.Capabilities;
using PassthroughTools.Text;

namespace PassthroughTools.Planning;

/// <summary>
/// How well a technology fits what a workload needs, what it costs, and who says so: the result of Get-PassthroughRecommendation.
/// </summary>
public sealed class PassthroughRecommendation
{
    internal PassthroughRecommendation(int rank, TechnologyEntry technology)
    {
        Rank = rank;
        Technology = technology;
    }

    /// <summary>The place in the order, from 1.</summary>
    public int Rank { get; }

    /// <summary>The catalog's entry of the technology.</summary>
    public TechnologyEntry Technology { get; }

    /// <summary>How well it fits.</summary>
    public RecommendationFit Fit { get; internal set; }

    /// <summary>The device or device model that was asked about, or null.</summary>
    public string? Device { get; internal set; }

    /// <summary>The needs that it meets.</summary>
    public TextList<string> Meets { get; internal set; } = [];

    /// <summary>The needs that it meets with restrictions, or depending on the device, or of which no source says.</summary>
    public TextList<string> Depends { get; internal set; } = [];

    /// <summary>The needs that it denies.</summary>
    public TextList<string> Fails { get; internal set; } = [];

    /// <summary>What it has, asked for or not, and another technology denies.</summary>
    public TextList<string> Gains { get; internal set; } = [];

    /// <summary>What it denies, asked for or not, and another technology has.</summary>
    public TextList<string> Losses { get; internal set; } = [];

    /// <summary>Why it is in this place, as a sentence.</summary>
    public string Reason { get; internal set; } = "";

    /// <summary>The publications that decided, in full.</summary>
    public TextList<string> Sources { get; internal set; } = [];

    /// <summary>The technology's name and how it fits.</summary>
    public override string ToString() => $"{Technology?.Name}: {Fit}";
}
