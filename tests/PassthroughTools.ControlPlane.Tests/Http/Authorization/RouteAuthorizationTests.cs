using PassthroughTools.ControlPlane.Security;
using PassthroughTools.ControlPlane.Tests.Http.Support;
using PassthroughTools.ControlPlane.Tests.Security.Support;
using PassthroughTools.Errors;
using Shouldly;
using Xunit;

namespace PassthroughTools.ControlPlane.Tests.Http.Authorization;

/// <summary>Each route with each kind of credentials: exactly the allowed ones pass.</summary>
public sealed class RouteAuthorizationTests(HttpLabFixture fixture) : IClassFixture<HttpLabFixture>
{
    private const string Import =
        """{"operation":"ImportOperation","files":[{"path":"empty.json","text":"{\"schemaVersion\":1}"}]}""";

    private readonly HttpLab lab = fixture.Lab;

    /// <summary>Every route by its name.</summary>
    public static TheoryData<string> Routes { get; } = [.. ServedRoutes.All.Select(static route => route.ToString())];

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task A_route_lets_in_who_has_its_role_and_nobody_else(string name)
    {
        var route = ServedRoutes.All.Single(route => route.ToString() == name);
        foreach (var (authorization, role) in Credentials())
        {
            lab.Clock.Advance(TimeSpan.FromMinutes(1));
            var answer = await lab.HeadOfAsync(route.Method, route.Path, authorization, route.Body);
            ShouldBe(answer, route.Needed, role, authorization);
        }
    }

    [Fact]
    public async Task An_import_is_an_administrators_although_other_operations_are_an_operators()
    {
        foreach (var (authorization, role) in Credentials())
        {
            lab.Clock.Advance(TimeSpan.FromMinutes(1));
            var answer = await lab.SendAsync("POST", "/api/v1/operations", authorization, Import);
            ShouldBe(answer, TokenRole.Admin, role, authorization);
        }

        (await lab.SendAsync("POST", "/api/v1/operations", lab.Tokens.Operator.Bearer, Import,
            ("Prefer", "respond-async"))).Status.ShouldBe(403);
        (await lab.GetAsync("/api/v1/tasks")).Json.GetProperty("items").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task Who_is_not_let_in_changes_nothing()
    {
        var before = (await lab.GetAsync("/api/v1/state")).Body;
        foreach (var (authorization, role) in Credentials().Where(static pair => pair.Role is null or TokenRole.Reader))
        {
            lab.Clock.Advance(TimeSpan.FromMinutes(1));
            var answer = await lab.SendAsync("POST", "/api/v1/operations", authorization,
                """{"operation":"RemoveVM","vmId":"VirtualMachine-vm-5"}""");
            ShouldBe(answer, TokenRole.Operator, role, authorization);
        }

        (await lab.GetAsync("/api/v1/state")).Body.ShouldBe(before);
    }

    [Fact]
    public async Task A_path_that_is_no_route_tells_nobody_more_than_that()
    {
        foreach (var authorization in (string?[])[null, lab.Tokens.Admin.Bearer])
            (await lab.SendAsync("GET", "/api/v1/none", authorization, null)).Status.ShouldBe(404);
        (await lab.SendAsync("DELETE", "/api/v1/hosts", null, null)).Status.ShouldBe(405);
    }

    private static void ShouldBe(Answer answer, TokenRole? needed, TokenRole? role, string? authorization)
    {
        var what = $"{authorization ?? "no token"}: {answer}";
        if (needed is null || role >= needed)
        {
            answer.Status.ShouldBeOneOf(200, 204, 404);
            answer["WWW-Authenticate"].ShouldBeNull();
        }
        else if (role is null)
        {
            answer.Status.ShouldBe(401, what);
            answer.ProblemId.ShouldBe(nameof(ErrorId.AuthenticationFailed), what);
            answer["WWW-Authenticate"]!.ShouldContain("Bearer realm=\"PassthroughTools\"");
            answer["WWW-Authenticate"]!.ShouldContain("Basic realm=\"PassthroughTools\"");
            answer["WWW-Authenticate"]!.Contains("invalid_token", StringComparison.Ordinal)
                .ShouldBe(authorization is not null, what);
        }
        else
        {
            answer.Status.ShouldBe(403, what);
            answer.ProblemId.ShouldBe(nameof(ErrorId.AccessDenied), what);
            answer["WWW-Authenticate"].ShouldBeNull();
        }
    }

    private IEnumerable<(string? Authorization, TokenRole? Role)> Credentials()
    {
        var tokens = lab.Tokens;
        yield return (null, null);
        foreach (var malformed in (string[])["Bearer", "Bearer nonsense", "Bearer " + tokens.Admin.Text[..^1],
            "Digest " + tokens.Admin.Text, "Basic !!!", "Basic " + tokens.Admin.Text, tokens.Admin.Text])
            yield return (malformed, null);
        yield return (tokens.Admin.WrongBearer, null);
        yield return (tokens.Admin.Basic("reader"), null);
        foreach (var bad in (TestToken[])[tokens.Expired, tokens.Revoked])
        {
            yield return (bad.Bearer, null);
            yield return (bad.Basic(), null);
        }

        foreach (var good in (TestToken[])[tokens.Reader, tokens.Operator, tokens.Admin])
        {
            yield return (good.Bearer, good.Stored.Role);
            yield return (good.Basic(), good.Stored.Role);
        }
    }
}
