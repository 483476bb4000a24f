using System.Globalization;
using System.Text.Json;
using PassthroughTools.ControlPlane.Tests.Http.Support;
using Shouldly;
using Xunit;

namespace PassthroughTools.ControlPlane.Tests.Http.Routes;

/// <summary>Lists page by page.</summary>
public sealed class PagingTests(HttpLabFixture fixture) : IClassFixture<HttpLabFixture>
{
    private readonly HttpLab lab = fixture.Lab;

    [Theory]
    [InlineData("clusters", "")]
    [InlineData("hosts", "")]
    [InlineData("vms", "")]
    [InlineData("vms", "&powerState=poweredOff")]
    [InlineData("devices", "")]
    [InlineData("devices", "&capable=true")]
    [InlineData("devices", "&host=esxi0?.domain.com&free=true")]
    [InlineData("capabilities", "")]
    [InlineData("capabilities", "&kind=device&feature=vMotion")]
    [InlineData("capabilities", "&kind=vm")]
    public async Task All_pages_together_are_the_whole_whatever_their_size(string list, string filter)
    {
        var whole = await ItemsAsync($"/api/v1/{list}?limit=1000{filter}");
        whole.Count.ShouldBeGreaterThan(1);
        whole.Distinct(StringComparer.Ordinal).Count().ShouldBe(whole.Count);
        foreach (int limit in (int[])[1, 2, 7, whole.Count - 1, whole.Count, whole.Count + 1])
            (await WalkAsync(list, filter, limit)).ShouldBe(whole, FormattableString.Invariant($"limit {limit}"));
    }

    [Fact]
    public async Task The_next_page_is_named_only_where_there_is_one()
    {
        int hosts = (await ItemsAsync("/api/v1/hosts")).Count;
        var path = string.Create(CultureInfo.InvariantCulture, $"/api/v1/hosts?limit={hosts}");
        (await lab.GetAsync(path)).Json.TryGetProperty("next", out _).ShouldBeFalse();
        (await lab.GetAsync("/api/v1/hosts?limit=1&name=esxi06*")).Json.TryGetProperty("next", out _).ShouldBeFalse();
        (await lab.GetAsync("/api/v1/hosts?limit=1&name=none")).Json.GetProperty("items").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task Without_a_limit_a_page_has_a_hundred_items_at_most()
    {
        (await lab.GetAsync("/api/v1/devices")).Json.GetProperty("items").GetArrayLength().ShouldBeInRange(1, 100);
        foreach (var limit in (string[])["0", "1001", "-1", "1.5", "x", "+5", " 5", "99999999999999999999"])
            (await lab.GetAsync($"/api/v1/devices?limit={Uri.EscapeDataString(limit)}")).Status.ShouldBe(400, limit);
    }

    [Theory]
    [InlineData("")]
    [InlineData("none")]
    [InlineData("/")]
    [InlineData("device:")]
    [InlineData("device:/")]
    [InlineData("vm:")]
    [InlineData("HostSystem-host-1/0000:41:00.0")]
    [InlineData("HostSystem-host-1/nonsense")]
    [InlineData("\ud83d\ude00%\"\\\0")]
    public async Task A_place_that_a_client_made_up_gives_a_page_and_no_fault(string after)
    {
        foreach (var list in (string[])["clusters", "hosts", "vms", "devices", "capabilities"])
        {
            var whole = await ItemsAsync($"/api/v1/{list}?limit=1000");
            var rest = await ItemsAsync($"/api/v1/{list}?limit=1000&after={Uri.EscapeDataString(after)}");
            rest.ShouldBe(whole.Skip(whole.Count - rest.Count));
        }
    }

    [Fact]
    public async Task What_is_added_and_removed_meanwhile_shifts_nothing()
    {
        await using var other = await HttpLab.StartAsync();
        var before = new List<string>();
        for (int i = 0; i < 30; i++) before.Add(await CreateAsync(other, FormattableString.Invariant($"page-{i}")));
        var seen = new List<string>();
        string? after = "";
        for (int page = 0; after is not null; page++)
        {
            var answer = (await other.GetAsync($"/api/v1/vms?limit=3&name=page-*&after={Uri.EscapeDataString(after)}")).Json;
            seen.AddRange(
                answer.GetProperty("items").EnumerateArray().Select(static item => item.GetProperty("id").GetString()!));
            after = answer.TryGetProperty("next", out var next) ? next.GetString() : null;
            if (page >= 8) continue;

            // The last that was seen, one that was not, and one behind all.
            var notSeen = before.FirstOrDefault(id => !seen.Contains(id, StringComparer.Ordinal));
            foreach (var id in (string?[])[seen[^1], notSeen])
                await other.PostAsync($$"""{"operation":"RemoveVM","vmId":"{{id}}"}""");
            before.Remove(notSeen!);
            await CreateAsync(other, FormattableString.Invariant($"page-new-{page}"));
        }

        seen.Distinct(StringComparer.Ordinal).Count().ShouldBe(seen.Count);
        before.Except(seen, StringComparer.Ordinal).ShouldBeEmpty();
    }

    [Fact]
    public async Task Changes_page_by_page_are_all_changes_in_order()
    {
        await using var other = await HttpLab.StartAsync();
        for (int i = 0; i < 20; i++) await CreateAsync(other, FormattableString.Invariant($"change-{i}"));
        var all = (await other.GetAsync("/api/v1/changes")).Json;
        long revision = all.GetProperty("revision").GetInt64();
        var sequences = Sequences(all);
        sequences.ShouldBe(Enumerable.Range(1, (int)revision).Select(static number => (long)number));
        foreach (int limit in (int[])[1, 4, 1000])
        {
            var found = new List<long>();
            for (long after = 0; after < revision; after = found[^1])
                found.AddRange(Sequences(
                    (await other.GetAsync(FormattableString.Invariant($"/api/v1/changes?after={after}&limit={limit}"))).Json));
            found.ShouldBe(sequences);
        }

        var ahead = (await other.GetAsync("/api/v1/changes?after=4000000000000000000")).Json;
        ahead.GetProperty("revision").GetInt64().ShouldBe(revision);
        ahead.GetProperty("events").GetArrayLength().ShouldBe(0);
        foreach (var bad in (string[])["after=-1", "after=x", "limit=0", "limit=5001", "after=9223372036854775807"])
            (await other.GetAsync("/api/v1/changes?" + bad)).Status.ShouldBe(400, bad);
    }

    private static IEnumerable<long> Sequences(JsonElement changes) =>
        [.. changes.GetProperty("events").EnumerateArray().Select(static one => one.GetProperty("sequence").GetInt64())];

    private static async Task<string> CreateAsync(HttpLab server, string name)
    {
        var answer = await server.PostAsync(
            $$"""{"operation":"CreateVM","newName":"{{name}}","vmHostId":"{{ServedRoutes.Host}}"}""");
        answer.Status.ShouldBe(200, answer.ToString());
        return answer.Json.GetProperty("targetId").GetString()!;
    }

    private async Task<IReadOnlyList<string>> WalkAsync(string list, string filter, int limit)
    {
        var found = new List<string>();
        string? after = null;
        do
        {
            var page =
                (await lab.GetAsync(FormattableString.Invariant($"/api/v1/{list}?limit={limit}{filter}")
                    + (after is null ? "" : $"&after={Uri.EscapeDataString(after)}"))).Json;
            var items = page.GetProperty("items").EnumerateArray().Select(static item => item.GetRawText()).ToList();
            items.Count.ShouldBeLessThanOrEqualTo(limit);
            found.AddRange(items);
            after = page.TryGetProperty("next", out var next) ? next.GetString() : null;
        }
        while (after is not null);

        return found;
    }

    private async Task<IReadOnlyList<string>> ItemsAsync(string path)
    {
        var answer = await lab.GetAsync(path);
        answer.Status.ShouldBe(200, answer.ToString());
        return [.. answer.Json.GetProperty("items").EnumerateArray().Select(static item => item.GetRawText())];
    }
}
