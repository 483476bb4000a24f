using PassthroughTools.Operations.Requirements;

namespace PassthroughTools.Prerequisites;

/// <summary>The remedies of a list of findings, which are carried out one after the other.</summary>
internal static class Remedies
{
    /// <summary>The findings, with a command that mends several of them at the first of these only.</summary>
    public static IEnumerable<Finding> EachRemedyOnce(this IEnumerable<Finding> findings)
    {
        var said = new Dictionary<string, Finding>(StringComparer.Ordinal);
        foreach (var finding in findings)
        {
            if (finding.Verdict == Verdict.Pass || finding.Command is not { } command)
            {
                yield return finding;
            }
            else if (said.TryGetValue(command, out var first) && first.Verdict >= finding.Verdict)
            {
                yield return finding with { Command = null, Shows = null,
                    Remedy = $"What mends {first.Requirement} mends it too." };
            }
            else
            {
                said[command] = finding;
                yield return finding;
            }
        }
    }
}
