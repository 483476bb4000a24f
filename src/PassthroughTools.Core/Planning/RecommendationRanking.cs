using System.Globalization;
using PassthroughTools.Capabilities;

namespace PassthroughTools.Planning;

/// <summary>
/// Ranks the catalog's technologies by what a workload needs: those that deny least first, then those with the least doubt, then
/// those that keep most of vSphere's features. So a workload that needs nothing of the hardware itself is given a paravirtual
/// device.
/// </summary>
internal static class RecommendationRanking
{
    /// <summary>The technologies, best first.</summary>
    /// <param name="catalog">The catalog, all of whose technologies that offer something take part.</param>
    /// <param name="offers">What is needed of the hardware.</param>
    /// <param name="features">The features that are needed.</param>
    /// <param name="device">The device that is meant; null for any.</param>
    public static IReadOnlyList<PassthroughRecommendation> Of(
        Catalog catalog, IReadOnlyCollection<TechnologyOffer> offers, IReadOnlyCollection<PassthroughFeature> features,
        RecommendationDevice? device)
    {
        var needs = new HashSet<string>(offers.Select(static offer => offer.ToString())
            .Concat(features.Select(static feature => feature.ToString())), StringComparer.Ordinal);
        var candidates = catalog.Technologies.Where(static technology => technology.Offers.Count > 0)
            .Select(technology => new Candidate(technology, Answers(technology, device), needs)).ToList();
        return
        [
            .. candidates.OrderBy(static candidate => candidate.Fit)
                .ThenBy(static candidate => candidate.Denied.Count)
                .ThenBy(static candidate => candidate.Doubt)
                .ThenByDescending(static candidate => candidate.Kept)
                .ThenBy(static candidate => candidate.Lost)
                .Select((candidate, index) => Recommendation(index + 1, candidate, candidates, device)),
        ];
    }

    private static PassthroughRecommendation Recommendation(int rank, Candidate candidate, List<Candidate> all,
        RecommendationDevice? device)
    {
        bool AnotherIs(RecommendationAnswer answer, Func<RecommendationAnswer, bool> so) =>
            all.Exists(other => other.Answers.Any(its => its.Need == answer.Need && so(its)));
        return new PassthroughRecommendation(rank, candidate.Technology)
        {
            Fit = candidate.Fit,
            Device = device?.Label,
            Meets = [.. candidate.Met.Select(static answer => answer.Need)],
            Depends = [.. candidate.Open.Select(static answer => answer.Explained)],
            Fails = [.. candidate.Denied.Select(static answer => answer.Need)],
            Gains = [.. candidate.Answers.Where(answer => answer.IsHad && AnotherIs(answer, static its => its.Value == "no"))
                .Select(static answer => answer.Need)],
            Losses = [.. candidate.Answers.Where(answer => answer.Value == "no" && AnotherIs(answer, static its => its.IsHad))
                .Select(static answer => answer.Need)],
            Reason = candidate.Reason,
            Sources = [.. candidate.Needed.Select(static answer => answer.Source)
                .DefaultIfEmpty(candidate.Technology.Source ?? candidate.Technology.DefinedIn).Distinct(StringComparer.Ordinal)],
        };
    }

    private static List<RecommendationAnswer> Answers(TechnologyEntry technology, RecommendationDevice? device)
    {
        var offers = ((TechnologyOffer[])Enum.GetValues(typeof(TechnologyOffer))).Select(
            offer => Answer(technology, offer, device));
        var features = CapabilityMatrix.AllFeatures.Select(feature => IsEnhanced(technology) && device is not null
            ? RecommendationAnswer.Of(device.UnderEnhanced(feature))
            : RecommendationAnswer.Of(feature.ToString(), technology.Fact(feature)));
        return [.. offers, .. features];
    }

    private static RecommendationAnswer Answer(TechnologyEntry technology, TechnologyOffer offer, RecommendationDevice? device)
    {
        var answer = RecommendationAnswer.Of(offer.ToString(), technology.Offers.TryGetValue(offer, out var fact) ? fact : null);
        if (!IsEnhanced(technology) || device is null || answer.Value == "no") return answer;
        if (!device.OffersEnhanced)
            return answer with { Value = "unknown", Note = $"no source lists {device.Label} for Enhanced DirectPath" };
        return offer == TechnologyOffer.Gpu && device.Model is { } model
            ? answer with { Value = model.Kind == "gpu" ? "yes" : "no", Note = $"the catalog has {model.Name} as {model.Kind}" }
            : answer;
    }

    private static bool IsEnhanced(TechnologyEntry technology) => technology.Key == "Enhanced";

    /// <summary>A technology with its answers to everything, and which of them are to what is needed.</summary>
    private sealed class Candidate
    {
        public Candidate(TechnologyEntry technology, List<RecommendationAnswer> answers, HashSet<string> needs)
        {
            Technology = technology;
            Answers = answers;
            Needed = answers.FindAll(answer => needs.Contains(answer.Need));
            Met = Needed.FindAll(static answer => answer.Value == "yes");
            Denied = Needed.FindAll(static answer => answer.Value == "no");
            Open = Needed.FindAll(static answer => answer.Value is not ("yes" or "no"));
        }

        public TechnologyEntry Technology { get; }

        public List<RecommendationAnswer> Answers { get; }

        public List<RecommendationAnswer> Needed { get; }

        public List<RecommendationAnswer> Met { get; }

        public List<RecommendationAnswer> Open { get; }

        public List<RecommendationAnswer> Denied { get; }

        public int Doubt => Open.Sum(static answer => answer.Doubt);

        public int Kept => Features.Count(static answer => answer.Value == "yes");

        public int Lost => Features.Count(static answer => answer.Value == "no");

        public RecommendationFit Fit =>
            Denied.Count > 0 ? Denied.Count < Needed.Count ? RecommendationFit.Partial : RecommendationFit.None
            : Open.Count > 0 ? RecommendationFit.Conditional
            : RecommendationFit.Full;

        public string Reason
        {
            get
            {
                var parts = new List<string>();
                if (Denied.Count > 0) parts.Add($"denies {string.Join(", ", Denied.Select(static answer => answer.Need))}");
                if (Open.Count > 0) parts.Add(string.Join(", ", Open.Select(static answer => answer.Explained)));
                if (Met.Count > 0) parts.Add($"meets {string.Join(", ", Met.Select(static answer => answer.Need))}");
                parts.Add(string.Format(CultureInfo.InvariantCulture, "keeps {0} and loses {1} of {2} vSphere features", Kept,
                    Lost, Features.Count()));
                var text = string.Join("; ", parts);
                return char.ToUpperInvariant(text[0]) + text.Substring(1) + ".";
            }
        }

        private IEnumerable<RecommendationAnswer> Features => Answers.Skip(Enum.GetValues(typeof(TechnologyOffer)).Length);
    }
}
