using System.Text.Json.Nodes;
using PassthroughTools.Backends;
using PassthroughTools.ControlPlane.Api;
using PassthroughTools.ControlPlane.Tests.Http.Support;
using PassthroughTools.Errors;
using Shouldly;
using Xunit;

namespace PassthroughTools.ControlPlane.Tests.Http.Routes;

/// <summary>A request that is sent again is carried out once.</summary>
public sealed class IdempotencyTests : IAsyncLifetime
{
    private const string Create = """{"operation":"CreateVM","newName":"once","vmHostId":"HostSystem-host-1"}""";
    private const string Remove = """{"operation":"RemoveVM","vmId":"none"}""";

    private HttpLab lab = null!;

    public async Task InitializeAsync() => lab = await HttpLab.StartAsync();

    public async Task DisposeAsync() => await lab.DisposeAsync();

    [Fact]
    public async Task A_commit_is_answered_again_as_it_was()
    {
        var first = await SendAsync(Create, "k");
        first["Idempotency-Replayed"].ShouldBeNull();
        await SendAsync("""{"operation":"CreateVM","newName":"another","vmHostId":"HostSystem-host-1"}""", "k2");
        const string spelledOtherwise =
            """ { "vmHostId" : "HostSystem-host-1", "newName" : "once", "operation" : "CreateVM", "numCpu" : 1 } """;
        foreach (var body in (string[])[Create, spelledOtherwise])
        {
            var again = await SendAsync(body, "k");
            again.Status.ShouldBe(200);
            again["Idempotency-Replayed"].ShouldBe("true");
            again.Body.ShouldBe(first.Body);
            again["ETag"].ShouldBe(first["ETag"]);
            (again["X-Request-Id"] == first["X-Request-Id"]).ShouldBeFalse();
        }

        (await RevisionAsync()).ShouldBe(9);
    }

    [Fact]
    public async Task A_refusal_is_answered_again_as_it_was_even_when_it_would_go_well_now()
    {
        var attach =
            $$"""{"operation":"AttachFixedDevice","vmId":"VirtualMachine-vm-2","vmHostId":"{{ServedRoutes.Host}}","address":"{{ServedRoutes.Device}}"}""";
        var first = await SendAsync(attach, "k");
        first.Status.ShouldBe(409);
        first.ProblemId.ShouldBe(nameof(ErrorId.DeviceInUse));
        (await lab.PostAsync($$"""{"operation":"DetachDevice","vmId":"{{ServedRoutes.VM}}","key":13000}""")).Status.ShouldBe(200);
        var again = await SendAsync(attach, "k");
        again.Status.ShouldBe(409);
        Without(again, "requestId").ShouldBe(Without(first, "requestId"));
        (await SendAsync(attach, "k2")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task A_key_that_has_committed_is_refused_for_another_operation_and_keeps_its_own()
    {
        var first = await SendAsync(Create, "k");
        for (int i = 0; i < 2; i++)
        {
            foreach (var other in (string[])[Remove, Create.Replace("once", "twice", StringComparison.Ordinal)])
            {
                var refused = await SendAsync(other, "k");
                refused.Status.ShouldBe(422);
                refused.ProblemId.ShouldBe(nameof(ErrorId.ValueInvalid));
                refused.Json.GetProperty("detail").GetString()!.ShouldContain("'k' was used for CreateVM");
            }
        }

        (await SendAsync(Create, "k")).Body.ShouldBe(first.Body);
        (await RevisionAsync()).ShouldBe(8);
    }

    [Fact]
    public async Task A_key_that_has_committed_nothing_binds_nobody()
    {
        (await SendAsync(Remove, "k")).Status.ShouldBe(404);
        (await SendAsync(Create, "k")).Status.ShouldBe(200);
        (await SendAsync(Create, "k"))["Idempotency-Replayed"].ShouldBe("true");
    }

    [Fact]
    public async Task A_key_is_its_tokens_own_from_whatever_machine_it_is_sent()
    {
        var first = await SendAsync(Create, "k", ("X-Client-Machine", "one"));
        first.Status.ShouldBe(200);
        (await SendAsOperatorAsync(Create, "k")).ProblemId.ShouldBe(nameof(ErrorId.NameInUse));
        var again = await SendAsync(Create, "k", ("X-Client-Machine", "other"));
        again["Idempotency-Replayed"].ShouldBe("true");
        again.Body.ShouldBe(first.Body);
        (await lab.GetAsync("/api/v1/operations/k", ("X-Client-Machine", "third"))).Body.ShouldBe(first.Body);
        first.Body.ShouldNotContain("scope");
    }

    [Fact]
    public async Task An_answer_that_changed_nothing_is_answered_again_as_it_was()
    {
        var first = await SendAsync(Note("first"), "k1");
        var unchanged = await SendAsync(Note("first"), "k");
        unchanged["Idempotency-Replayed"].ShouldBeNull();
        unchanged.Json.TryGetProperty("event", out _).ShouldBeFalse();
        (await SendAsync(Note("second"), "k2")).Status.ShouldBe(200);

        foreach (var again in (Answer[])[await SendAsync(Note("first"), "k"), await lab.GetAsync("/api/v1/operations/k")])
        {
            again.Status.ShouldBe(200);
            again.Body.ShouldBe(unchanged.Body);
            (again["Idempotency-Replayed"], again["ETag"]).ShouldBe(("true", first["ETag"]));
        }

        (await SendAsync(Note("third"), "k")).ProblemId.ShouldBe(nameof(ErrorId.ValueInvalid));
        (await RevisionAsync()).ShouldBe(9);
    }

    [Fact]
    public async Task A_fault_of_the_server_is_not_remembered()
    {
        lab.Storage.Fault.Set(StorageFault.Bug);
        (await SendAsync(Create, "k")).Status.ShouldBe(500);
        lab.Storage.Fault.Set(null);
        (await SendAsync(Create, "k")).Status.ShouldBe(200);
    }

    [Fact]
    public void Answers_are_remembered_in_bounded_memory()
    {
        var answers = new RememberedAnswers();
        var refusal = new PassthroughException(ErrorId.ValueInvalid, new string('x', 4000));
        for (int i = 0; i < 2 * RememberedAnswers.Capacity; i++)
            answers.Add(Key(i), new RememberedAnswer(DateTime.UtcNow, "CreateVM", "f", null, refusal));
        answers.Count.ShouldBeInRange(1000, (int)(RememberedAnswers.MaxBytes / 8000));
        answers.Find(Key(0)).ShouldBeNull();
        answers.Find(Key((2 * RememberedAnswers.Capacity) - 1)).ShouldNotBeNull();
        answers.Add(Key(1), new RememberedAnswer(DateTime.UtcNow - TimeSpan.FromHours(25), "CreateVM", "f", null, refusal));
        answers.Find(Key(1)).ShouldBeNull();

        static RequestKey Key(int number) => new(FormattableString.Invariant($"k{number}"), "anna@pc", "abcdefgh");
    }

    [Fact]
    public async Task Of_many_requests_with_one_key_at_a_time_one_is_carried_out()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => SendAsync(Create, "k")));
        answers.Select(static answer => answer.Body).Distinct(StringComparer.Ordinal).Count().ShouldBe(1);
        answers.Count(static answer => answer["Idempotency-Replayed"] is null).ShouldBe(1);
        (await RevisionAsync()).ShouldBe(8);
    }

    [Fact]
    public async Task While_the_storage_is_away_nothing_is_remembered()
    {
        lab.Storage.Fault.Set(StorageFault.Away);
        var away = await SendAsync(Create, "k");
        away.Status.ShouldBe(503);
        away["Retry-After"].ShouldBe("1");
        lab.Storage.Fault.Set(null);
        (await SendAsync(Create, "k")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task A_task_with_a_key_is_carried_out_once_too()
    {
        for (int i = 0; i < 2; i++)
        {
            var accepted = await SendAsync(Create, "k", ("Prefer", "respond-async"));
            accepted.Status.ShouldBe(202);
            var task = await EndAsync(accepted["Location"]!);
            task.GetProperty("state").GetString().ShouldBe("success");
        }

        (await SendAsync(Create, "k"))["Idempotency-Replayed"].ShouldBe("true");
        (await RevisionAsync()).ShouldBe(8);
    }

    [Fact]
    public async Task A_task_that_meets_a_bug_ends_with_a_problem()
    {
        lab.Storage.Fault.Set(StorageFault.Bug);
        var accepted = await SendAsync(Create, "k", ("Prefer", "respond-async"));
        var task = await EndAsync(accepted["Location"]!);
        task.GetProperty("state").GetString().ShouldBe("error");
        task.GetProperty("problem").GetProperty("status").GetInt32().ShouldBe(500);
        lab.Log.ShouldHaveSingleItem().ShouldContain("A bug of the tests' own");
    }

    [Theory]
    [InlineData("a", 200)]
    [InlineData("!~", 200)]
    [InlineData("a b", 400)]
    [InlineData("one, two", 400)]
    public async Task A_key_is_visible_ascii(string key, int status) => (await SendAsync(Create, key)).Status.ShouldBe(status);

    [Theory]
    [InlineData(128, 200)]
    [InlineData(129, 400)]
    public async Task A_key_has_128_characters_at_most(int length, int status) =>
    (await SendAsync(Create, new string('k', length))).Status.ShouldBe(status);

    private Task<Answer> SendAsync(string body, string key, params (string, string)[] headers) =>
        lab.PostAsync(body, [("Idempotency-Key", key), .. headers]);

    private Task<Answer> SendAsOperatorAsync(string body, string key) =>
        lab.SendAsync("POST", "/api/v1/operations", lab.Tokens.Operator.Bearer, body, ("Idempotency-Key", key));

    private static string Note(string notes) => $$"""{"operation":"ChangeVM","vmId":"{{ServedRoutes.VM}}","notes":"{{notes}}"}""";

    private async Task<System.Text.Json.JsonElement> EndAsync(string location)
    {
        while (true)
        {
            var task = (await lab.GetAsync(location)).Json;
            if (task.GetProperty("state").GetString() != "running") return task;
            await Task.Delay(20);
        }
    }

    private async Task<long> RevisionAsync()
    {
        lab.Storage.Fault.Set(null);
        return (await lab.GetAsync("/api/v1/session")).Json.GetProperty("revision").GetInt64();
    }

    private static string Without(Answer answer, string property)
    {
        var json = JsonNode.Parse(answer.Body)!.AsObject();
        json.Remove(property);
        return json.ToJsonString();
    }
}
