using System.Globalization;
using System.Text.Json;
using PassthroughTools.ControlPlane.Tests.Http.Support;
using PassthroughTools.Errors;
using Shouldly;
using Xunit;

namespace PassthroughTools.ControlPlane.Tests.Http.Authorization;

/// <summary>Refusals are recorded, for administrators.</summary>
public sealed class RefusalTests : IAsyncLifetime
{
    private const string RemoveNone = """{"operation":"RemoveVM","vmId":"none"}""";

    private HttpLab lab = null!;

    public async Task InitializeAsync() => lab = await HttpLab.StartAsync(sample: false);

    public async Task DisposeAsync() => await lab.DisposeAsync();

    [Fact]
    public async Task A_refusal_says_who_from_where_what_and_why_and_by_which_id_the_answer_had_it()
    {
        (string, string)[] machine = [("X-Client-Machine", "lab-7")];
        Answer[] answers =
        [
            await lab.SendAsync("GET", "/api/v1/session", null, null, machine),
            await lab.SendAsync("GET", "/api/v1/refusals", lab.Tokens.Reader.Bearer, null),
            await lab.SendAsync("POST", "/api/v1/operations", lab.Tokens.Reader.Bearer, RemoveNone, machine),
            await lab.SendAsync("POST", "/api/v1/operations", lab.Tokens.Operator.Bearer, RemoveNone,
                [("Idempotency-Key", "k1"), .. machine]),
            await lab.SendAsync("POST", "/api/v1/operations", lab.Tokens.Operator.Bearer,
                """{"operation":"ImportOperation","files":[]}""", ("X-Client-Machine", "a b\"")),
            await lab.SendAsync("POST", "/api/v1/operations", lab.Tokens.Operator.Bearer, "[]"),
            await lab.SendAsync("POST", "/api/v1/operations", lab.Tokens.Operator.Bearer, RemoveNone, ("If-Match", "\"7\"")),
        ];
        (string? Actor, string Operation, ErrorId Id, string? Key)[] expected =
        [
            (null, "GET /api/v1/session", ErrorId.AuthenticationFailed, null),
            ("reader@127.0.0.1", "GET /api/v1/refusals", ErrorId.AccessDenied, null),
            ("reader@lab-7", "POST /api/v1/operations", ErrorId.AccessDenied, null),
            ("operator@lab-7", "RemoveVM", ErrorId.VMNotFound, "k1"),
            ("operator@127.0.0.1", "ImportOperation", ErrorId.AccessDenied, null),
            ("operator@127.0.0.1", "POST /api/v1/operations", ErrorId.RequestMalformed, null),
            ("operator@127.0.0.1", "RemoveVM", ErrorId.ConcurrentChange, null),
        ];
        var refusals = await RefusalsAsync("");
        refusals.Count.ShouldBe(answers.Length);
        for (int i = 0; i < answers.Length; i++)
        {
            var (refusal, problem) = (refusals[i], answers[i].Json);
            Text(refusal, "requestId").ShouldBe(answers[i]["X-Request-Id"]);
            Text(problem, "requestId").ShouldBe(answers[i]["X-Request-Id"]);
            Text(refusal, "source").ShouldBe("127.0.0.1");
            Text(refusal, "message").ShouldBe(Text(problem, "detail"));
            Text(refusal, "id").ShouldBe(Text(problem, "id"));
            refusal.GetProperty("number").GetInt64().ShouldBe(i + 1);
            (Text(refusal, "actor"), Text(refusal, "operation")!, Text(refusal, "id"), Text(refusal, "key")).ShouldBe(
                (expected[i].Actor, expected[i].Operation, expected[i].Id.ToString(), expected[i].Key));
        }
    }

    [Fact]
    public async Task A_tasks_refusal_is_recorded_with_the_tasks_id()
    {
        var accepted = await lab.PostAsync(RemoveNone, ("Prefer", "respond-async"));
        accepted.Status.ShouldBe(202);
        for (int tries = 0; (await RefusalsAsync("")).Count == 0 && tries < 200; tries++) await Task.Delay(20);
        Text((await RefusalsAsync("")).Single(), "requestId").ShouldBe(Text(accepted.Json, "id"));
    }

    [Fact]
    public async Task A_flood_without_a_token_leaves_a_line_and_not_a_flood_of_them()
    {
        foreach (var known in (string[])[lab.Tokens.Reader.Bearer, lab.Tokens.Admin.Bearer])
            (await lab.SendAsync("GET", "/api/v1/session", known, null)).Status.ShouldBe(200);
        for (int i = 0; i < 200; i++) (await lab.SendAsync("GET", "/api/v1/session", null, null)).Status.ShouldBe(401);
        for (int i = 0; i < 200; i++) await lab.SendAsync("GET", "/api/v1/session", "Bearer nonsense", null);
        for (int i = 0; i < 3; i++)
            (await lab.SendAsync("GET", "/api/v1/refusals", lab.Tokens.Reader.Bearer, null)).Status.ShouldBe(403);
        var refusals = await RefusalsAsync("?limit=1000");
        refusals.Count(static refusal => Text(refusal, "actor") is null).ShouldBeInRange(2, 6);
        refusals.Count(static refusal => Text(refusal, "actor") == "reader@127.0.0.1").ShouldBe(3);
    }

    [Fact]
    public async Task What_was_carried_out_is_no_refusal()
    {
        (await lab.PostAsync("""{"operation":"ImportOperation","vmHost":"a","files":[]}""")).Status.ShouldBe(200);
        (await lab.GetAsync("/api/v1/hosts/none")).Status.ShouldBe(404);
        (await RefusalsAsync("")).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_huge_name_is_cut_in_the_answer_and_in_the_record()
    {
        var huge = new string('x', 1_000_000);
        foreach (var body in (string[])[$$"""{"operation":"RemoveVM","vmId":"{{huge}}"}""", $$"""{"operation":"{{huge}}"}""",
            $$"""{"operation":"ImportOperation","files":[{"path":"{{huge}}","text":"?"}]}"""])
        {
            var answer = await lab.PostAsync(body);
            answer.Status.ShouldBeOneOf(400, 404);
            answer.Body.Length.ShouldBeLessThan(8000);
        }

        (await lab.PostAsync($$"""{"operation":"RemoveVM","vmId":"{{huge}}"}""", ("Prefer", "respond-async"))).Status.ShouldBe(
            202);
        for (int tries = 0; (await RefusalsAsync("")).Count < 4 && tries < 200; tries++) await Task.Delay(20);
        (await lab.GetAsync("/api/v1/refusals")).Body.Length.ShouldBeLessThan(4 * 8000);
        (await lab.GetAsync("/api/v1/tasks")).Body.Length.ShouldBeLessThan(8000);
    }

    [Fact]
    public async Task Pages_of_refusals_are_all_of_them_once()
    {
        for (int i = 0; i < 25; i++) await lab.PostAsync(RemoveNone);
        var found = new List<long>();
        for (string? after = "0"; after is not null;)
        {
            var page = (await lab.GetAsync($"/api/v1/refusals?limit=10&after={after}")).Json;
            found.AddRange(
                page.GetProperty("items").EnumerateArray().Select(static item => item.GetProperty("number").GetInt64()));
            after = Text(page, "next");
        }

        found.ShouldBe(Enumerable.Range(1, 25).Select(static number => (long)number));
        (await RefusalsAsync("?after=" + 25.ToString(CultureInfo.InvariantCulture))).ShouldBeEmpty();
    }

    private async Task<IReadOnlyList<JsonElement>> RefusalsAsync(string query) =>
        [.. (await lab.GetAsync("/api/v1/refusals" + query)).Json.GetProperty("items").EnumerateArray()];

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) ? value.GetString() : null;
}
