using PassthroughTools.ControlPlane.Security;
using PassthroughTools.ControlPlane.Tests.Page.Support;
using Shouldly;
using Xunit;

namespace PassthroughTools.ControlPlane.Tests.Page;

/// <summary>What axe-core finds wrong.</summary>
[Collection(PageCollection.Name)]
public sealed class AccessibilityTests(PageFixture fixture)
{
    /// <summary>Violations of every impact; the size of targets is a rule that is off by default.</summary>
    internal const string Check =
        """
        async () => {
            const result = await axe.run(document, { resultTypes: ["violations"], rules: { "target-size": { enabled: true } } });
            if (result.passes.length < 20) return ["The rules were not applied."];
            return result.violations.map(({ impact, id, nodes }) =>
                `${impact} ${id}: ${nodes.length} of them, as in ${nodes.slice(0, 3).map(node => `${node.target} (${node.failureSummary})`).join("; ")}`);
        }
        """;

    [SkippableFact]
    public async Task No_view_breaks_a_rule_of_accessibility_in_either_theme()
    {
        var script = await AxeCore.ScriptAsync();
        await using var page = await fixture.OpenAsync();
        await page.Tab.AddInitScriptAsync(script);
        await page.Tab.ReloadAsync();
        var found = new List<string>();
        await Tour.RunAsync(page, fixture.Server.Tokens[TokenRole.Admin], async sight =>
        {
            foreach (var violation in await page.Tab.EvaluateAsync<string[]>(Check)) found.Add($"{sight}: {violation}");
        });
        found.ShouldBeEmpty();
        Tour.ShouldBeClean(page);
    }
}
