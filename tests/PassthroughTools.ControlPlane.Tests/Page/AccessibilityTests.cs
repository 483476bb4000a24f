using System.Collections.Generic;
using System.Threading.Tasks;
using Microsoft.Playwright;
using PassthroughTools.ControlPlane.Security;
using PassthroughTools.ControlPlane.Tests.Page.Support;
using Shouldly;
using Xunit;

namespace PassthroughTools.ControlPlane.Tests.Page;

/// <summary>What axe-core finds wrong.</summary>
[Collection(PageCollection.Name)]
public sealed class AccessibilityTests(PageFixture fixture)
{
    [SkippableTheory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task No_view_has_a_serious_or_critical_violation(ColorScheme theme)
    {
        var script = await AxeCore.ScriptAsync();
        await using var page = await fixture.OpenAsync(theme: theme);
        await page.Tab.EvaluateAsync($"() => {{ {script}\n}}");
        var found = new List<string>();
        int passed = 0;
        await Tour.RunAsync(page, fixture.Server.Tokens[TokenRole.Reader], async sight =>
        {
            var w = System.Diagnostics.Stopwatch.StartNew();
            passed += await page.Tab.EvaluateAsync<int>("async () => { window.result = await axe.run(document, { resultTypes: ['violations'], rules: { 'target-size': { enabled: true } } }); return window.result.passes.length; }");
            System.Console.WriteLine($"PROBE {sight} {w.ElapsedMilliseconds} " + await page.Tab.EvaluateAsync<string>("window.result.incomplete.map(one => one.id + ' ' + one.nodes.length).join(', ')"));
            foreach (var violation in await page.Tab.EvaluateAsync<string[]>(
                "window.result.violations.map(one => `${one.impact} ${one.id}: ${one.nodes.map(node => `${node.target} (${node.failureSummary})`).join('; ')}`)"))
            {
                found.Add($"{sight}: {violation}");
            }
        });

        System.Console.WriteLine("PROBE " + passed + string.Join("\nPROBE ", found));
        found.ShouldBeEmpty();
        passed.ShouldBeGreaterThan(100, "the rules were applied");
        page.ShouldBeClean();
    }
}
