using PassthroughTools.ControlPlane.Tests.Http.Support;
using PassthroughTools.Errors;
using Shouldly;
using Xunit;

namespace PassthroughTools.ControlPlane.Tests.Http.Routes;

/// <summary>Methods, types, sizes and headers.</summary>
public sealed class ProtocolTests(HttpLabFixture fixture) : IClassFixture<HttpLabFixture>
{
    private const string PowerOn = """{"operation":"PowerOnVM","vmId":"none"}""";

    private readonly HttpLab lab = fixture.Lab;

    public static TheoryData<string> Reads { get; } =
        [.. ServedRoutes.All.Where(static route => route is { Method: "GET", Route: not "/api/v1/events" })
            .Select(static route => route.ToString())];

    [Theory]
    [MemberData(nameof(Reads))]
    public async Task Head_answers_as_get_does_without_the_body(string name)
    {
        var route = ServedRoutes.All.Single(route => route.ToString() == name);
        var (get, head) = (await lab.GetAsync(route.Path),
            await lab.SendAsync("HEAD", route.Path, lab.Tokens.Admin.Bearer, null));
        head.Status.ShouldBe(get.Status);
        head.Body.ShouldBeEmpty();
        Comparable(head).ShouldBe(Comparable(get));
        (await lab.SendAsync("HEAD", route.Path, null, null)).Status.ShouldBe(route.Role is null ? get.Status : 401);

        IEnumerable<string> Comparable(Answer answer) => answer.Headers
            .Where(header => header.Key is not ("Date" or "X-Request-ID" or "Transfer-Encoding")
                && (header.Key != "Content-Length" || route.Route != "/metrics"))
            .Select(static header => $"{header.Key}: {WithoutTime(header)}").Order(StringComparer.Ordinal);

        // A backup's file is named by the second.
        static string WithoutTime(KeyValuePair<string, string> header) =>
            header.Key == "Content-Disposition"
                ? new string([.. header.Value.Where(static c => !char.IsDigit(c))])
                : header.Value;
    }

    [Fact]
    public async Task A_stream_of_events_has_no_head_alone()
    {
        var answer = await lab.SendAsync("HEAD", "/api/v1/events", lab.Tokens.Admin.Bearer, null);
        answer.Status.ShouldBe(405);
        answer["Allow"].ShouldBe("GET");
    }

    [Theory]
    [InlineData("POST", "/api/v1/hosts", "GET, HEAD")]
    [InlineData("DELETE", "/api/v1/vms/VirtualMachine-vm-3", "GET, HEAD")]
    [InlineData("PUT", "/", "GET, HEAD")]
    [InlineData("OPTIONS", "/metrics", "GET, HEAD")]
    [InlineData("PATCH", "/api/v1/events", "GET")]
    [InlineData("GET", "/api/v1/operations", "POST")]
    [InlineData("FOO", "/api/v1/operations", "POST")]
    public async Task Another_method_is_a_problem_that_names_the_right_ones(string method, string path, string allowed)
    {
        var answer = await lab.SendAsync(method, path, lab.Tokens.Admin.Bearer, null);
        ShouldBeProblem(answer, 405, ErrorId.MethodNotAllowed);
        answer["Allow"].ShouldBe(allowed);
        answer.Json.GetProperty("detail").GetString().ShouldBe($"{path} does not take {method}. It takes {allowed}.");
    }

    [Theory]
    [InlineData("/none")]
    [InlineData("/api")]
    [InlineData("/api/v1")]
    [InlineData("/api/v2/hosts")]
    [InlineData("/api/v1/vms/")]
    [InlineData("/api/v1/operations/?limit=1")]
    [InlineData("/healthz/")]
    [InlineData("/index.html")]
    [InlineData("/page/app.js")]
    [InlineData("/../appsettings.json")]
    [InlineData("/%2e%2e/appsettings.json")]
    [InlineData("/api/v1/hosts/a/b")]
    [InlineData("/api/v1/hosts/HostSystem-host-1%2fdevices/x")]
    [InlineData("/%E4%B8%AD%0A%22")]
    public async Task A_path_that_is_none_is_a_problem(string path) =>
    ShouldBeProblem(await lab.GetAsync(path), 404, ErrorId.RouteNotFound);

    [Theory]
    [InlineData("/API/V1/HOSTS")]
    [InlineData("/api/v1/devices/HostSystem-host-1/41:00.0")]
    [InlineData("/api/v1/devices/HostSystem-host-1/00000:065:00.0")]
    [InlineData("/api/v1/hosts/HostSystem%2Dhost%2D1")]
    public async Task Other_spellings_of_a_path_are_the_same_path(string path) => (await lab.GetAsync(path)).Status.ShouldBe(200);

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("multipart/form-data; boundary=x")]
    [InlineData("application/xml")]
    [InlineData("application/jsonx")]
    [InlineData("*/*")]
    [InlineData("nonsense")]
    public async Task A_body_that_is_not_json_is_a_problem(string type) =>
    ShouldBeProblem(await lab.PostAsync(PowerOn, ("Content-Type", type)), 415, ErrorId.MediaTypeNotSupported);

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/json; charset=utf-8")]
    [InlineData("Application/JSON;charset=\"UTF-8\"")]
    public async Task A_body_that_is_json_is_read(string type) =>
    ShouldBeProblem(await lab.PostAsync(PowerOn, ("Content-Type", type)), 404, ErrorId.VMNotFound);

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("identity")]
    public async Task A_body_with_a_content_coding_is_a_problem(string coding) =>
    ShouldBeProblem(await lab.PostAsync(PowerOn, ("Content-Encoding", coding)), 415, ErrorId.MediaTypeNotSupported);

    [Fact]
    public async Task A_body_that_is_not_utf8_is_said_to_be_none()
    {
        using var connection = await RawConnection.OpenAsync(lab.Address);
        await connection.SendAsync(
            $"POST /api/v1/operations HTTP/1.1\r\nHost: a\r\nAuthorization: {lab.Tokens.Admin.Bearer}\r\n"
            + "Content-Type: application/json\r\nContent-Length: 15\r\n\r\n");
        await connection.SendAsync((byte[])[.. "{\"operation\":\""u8, 0x8a]);
        var answer = (await connection.ReadAsync(TimeSpan.FromSeconds(10)))!;
        ShouldBeProblem(answer, 400, ErrorId.RequestMalformed);
        answer.Json.GetProperty("detail").GetString().ShouldStartWith("The body is not UTF-8. ");
    }

    [Fact]
    public async Task A_body_without_a_type_is_a_problem()
    {
        using var connection = await RawConnection.OpenAsync(lab.Address);
        await connection.SendAsync(
            $"POST /api/v1/operations HTTP/1.1\r\nHost: a\r\nAuthorization: {lab.Tokens.Admin.Bearer}\r\nContent-Length: "
            + $"2\r\n\r\n{{}}");
        ShouldBeProblem((await connection.ReadAsync(TimeSpan.FromSeconds(10)))!, 415, ErrorId.MediaTypeNotSupported);
    }

    [Theory]
    [InlineData("Content-Length: 67108865\r\n\r\n")]
    [InlineData("Content-Length: 9223372036854775807\r\n\r\n{}")]
    [InlineData("Transfer-Encoding: chunked\r\n\r\n4000001\r\n")]
    public async Task A_body_that_is_too_large_is_a_problem_before_it_is_sent(string rest)
    {
        using var connection = await RawConnection.OpenAsync(lab.Address);
        await connection.SendAsync(
            $"POST /api/v1/operations HTTP/1.1\r\nHost: a\r\nAuthorization: {lab.Tokens.Admin.Bearer}\r\nContent-Type: "
            + $"application/json\r\n{rest}");
        if (rest.StartsWith('T'))
        {
            // Half of the chunk has to come before the limit is passed: it is no promise, as Content-Length is.
            var part = new byte[1024 * 1024];
            Array.Fill(part, (byte)' ');
            try
            {
                for (int i = 0; i <= 64; i++) await connection.SendAsync(part);
            }
            catch (System.IO.IOException)
            {
                // The server has answered and closed the connection.
            }
        }

        if (await connection.ReadAsync(TimeSpan.FromSeconds(20)) is { } answer)
            ShouldBeProblem(answer, 413, ErrorId.RequestTooLarge);
        else rest.ShouldStartWith("T");
    }

    [Fact]
    public async Task What_an_operator_sends_is_no_import_and_is_small()
    {
        using var connection = await RawConnection.OpenAsync(lab.Address);
        await connection.SendAsync(
            $"POST /api/v1/operations HTTP/1.1\r\nHost: a\r\nAuthorization: {lab.Tokens.Operator.Bearer}\r\n"
            + "Content-Type: application/json\r\nContent-Length: 1048577\r\n\r\n");
        ShouldBeProblem((await connection.ReadAsync(TimeSpan.FromSeconds(10)))!, 413, ErrorId.RequestTooLarge);

        // The longest text that an operation takes, with each character escaped, is far below it.
        var note = string.Concat(Enumerable.Repeat("\\u0041", 16_384));
        var answer = await lab.SendAsync(
            "POST", "/api/v1/operations", lab.Tokens.Operator.Bearer,
            $$"""{"operation":"ChangeVM","vmId":"none","notes":"{{note}}"}""");
        answer.ProblemId.ShouldBe(nameof(ErrorId.VMNotFound));
    }

    [Theory]
    [InlineData("FFFFFFFFFFFFFFFF\r\n{}")]
    [InlineData("-1\r\n{}\r\n")]
    [InlineData("x\r\n{}\r\n0\r\n\r\n")]
    [InlineData("2\r\n{}}\r\n0\r\n\r\n")]
    public async Task A_body_whose_chunks_are_damaged_is_a_problem_and_the_end_of_the_connection(string chunks)
    {
        using var connection = await RawConnection.OpenAsync(lab.Address);
        await connection.SendAsync(
            $"POST /api/v1/operations HTTP/1.1\r\nHost: a\r\nAuthorization: {lab.Tokens.Admin.Bearer}\r\nContent-Type: "
            + $"application/json\r\nTransfer-Encoding: chunked\r\n\r\n{chunks}");
        ShouldBeProblem((await connection.ReadAsync(TimeSpan.FromSeconds(10)))!, 400, ErrorId.RequestMalformed);
        (await connection.ReadAsync(TimeSpan.FromSeconds(10))).ShouldBeNull();
        lab.Log.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_body_of_some_megabytes_is_an_import_or_too_large()
    {
        var text = new string('x', 8 * 1024 * 1024);
        ShouldBeProblem(await lab.PostAsync($$"""{"operation":"RemoveVM","vmId":"{{text}}"}"""), 413, ErrorId.RequestTooLarge);
        ShouldBeProblem(
            await lab.PostAsync($$"""{"operation":"ImportOperation","files":[{"path":"a","text":"{{text}}"}]}"""),
            400,
            ErrorId.InputMalformed);
        ShouldBeProblem(
            await lab.PostAsync($$"""{"files":[{"path":"a","text":"{{text}}"}],"operation":"ImportOperation"}"""),
            413,
            ErrorId.RequestTooLarge);
    }

    [Fact]
    public async Task Every_answer_has_an_id_of_its_own_and_is_not_to_be_sniffed()
    {
        var ids = new List<string?>();
        foreach (var route in ServedRoutes.All)
        {
            foreach (var authorization in (string?[])[lab.Tokens.Admin.Bearer, null])
            {
                var answer = await lab.HeadOfAsync(route.Method, route.Path, authorization, route.Body);
                ids.Add(answer["X-Request-Id"]);
                answer["X-Content-Type-Options"].ShouldBe("nosniff");
                answer["Server"].ShouldBeNull();
                if (answer.MediaType == "application/problem+json") answer["Cache-Control"].ShouldBe("no-store");
            }
        }

        ids.Add((await lab.GetAsync("/none"))["X-Request-Id"]);
        ids.Add((await lab.SendAsync("DELETE", "/", null, null))["X-Request-Id"]);
        ids.ShouldAllBe(static id => !string.IsNullOrEmpty(id));
        ids.Distinct(StringComparer.Ordinal).Count().ShouldBe(ids.Count);
    }

    [Fact]
    public async Task The_journal_knows_a_change_by_the_id_of_its_answer()
    {
        var answer = await lab.PostAsync("""{"operation":"ChangeVM","vmId":"VirtualMachine-vm-5","notes":"who was it?"}""",
            ("X-Client-Machine", "lab-7"), ("Idempotency-Key", "journal"));
        var committed = answer.Json.GetProperty("event");
        committed.GetProperty("actor").GetString().ShouldBe("admin@lab-7");
        var request = committed.GetProperty("request");
        request.GetProperty("id").GetString().ShouldBe(answer["X-Request-Id"]);
        request.GetProperty("source").GetString().ShouldBe("127.0.0.1");
        request.GetProperty("key").GetString().ShouldBe("journal");
    }

    private static void ShouldBeProblem(Answer answer, int status, ErrorId id)
    {
        answer.Status.ShouldBe(status, answer.ToString());
        answer["Content-Type"].ShouldBe("application/problem+json; charset=utf-8");
        answer.ProblemId.ShouldBe(id.ToString());
        answer.Json.GetProperty("status").GetInt32().ShouldBe(status);
        answer.Json.GetProperty("type").GetString().ShouldBe($"urn:passthroughtools:error:{id}");
        answer.Json.GetProperty("requestId").GetString().ShouldBe(answer["X-Request-Id"]);
    }
}
