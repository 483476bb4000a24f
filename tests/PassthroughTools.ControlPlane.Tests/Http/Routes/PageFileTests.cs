using PassthroughTools.ControlPlane.Api;
using PassthroughTools.ControlPlane.Tests.Http.Support;
using Shouldly;
using Xunit;

namespace PassthroughTools.ControlPlane.Tests.Http.Routes;

/// <summary>The page's files and what they may load.</summary>
public sealed class PageFileTests(HttpLabFixture fixture) : IClassFixture<HttpLabFixture>
{
    private readonly HttpLab lab = fixture.Lab;

    [Fact]
    public async Task Every_file_is_open_to_everybody_with_a_policy_that_lets_nothing_else_in()
    {
        PageRoutes.Routes.ShouldContain(static route => route == "/");
        foreach (var route in PageRoutes.Routes)
        {
            var answer = await lab.SendAsync("GET", route, null, null);
            answer.Status.ShouldBe(200);
            var policy = answer["Content-Security-Policy"]!.Split("; ");
            string[] needed = ["default-src 'none'", "script-src 'self'", "connect-src 'self'", "frame-ancestors 'none'",
                "base-uri 'none'", "form-action 'none'"];
            needed.Except(policy, StringComparer.Ordinal).ShouldBeEmpty();
            string.Concat(policy).ShouldNotContain("unsafe");
            string.Concat(policy).ShouldNotContain("*");
            answer["Referrer-Policy"].ShouldBe("no-referrer");
            answer["X-Content-Type-Options"].ShouldBe("nosniff");
            answer["Cache-Control"].ShouldBe("no-cache");
            answer.MediaType.ShouldBe(route.Split('.')[^1] switch
            {
                "/" => "text/html",
                "js" => "text/javascript",
                "css" => "text/css",
                "svg" => "image/svg+xml",
                var other => throw new InvalidOperationException($"What is {other}?"),
            });
        }
    }

    [Fact]
    public async Task A_copy_that_is_still_good_is_not_sent_again()
    {
        foreach (var route in PageRoutes.Routes)
        {
            var first = await lab.GetAsync(route);
            var again = await lab.GetAsync(route, ("If-None-Match", first["ETag"]!));
            again.Status.ShouldBe(304);
            again.Body.ShouldBeEmpty();
            again["ETag"].ShouldBe(first["ETag"]);
            (await lab.GetAsync(route, ("If-None-Match", "\"0000000000000000\""))).Body.ShouldBe(first.Body);
        }
    }

    [Fact]
    public async Task The_page_has_no_script_or_style_in_it_and_loads_only_files_that_there_are()
    {
        var page = (await lab.GetAsync("/")).Body;
        page.ShouldNotContain("<style", Case.Insensitive);
        page.ShouldNotContain(" style=", Case.Insensitive);
        page.ShouldNotContain(" onclick=", Case.Insensitive);
        page.ShouldNotContain("http://", Case.Insensitive);
        page.ShouldNotContain("https://", Case.Insensitive);
        var loaded = page.Split(["src=\"", "href=\""], StringSplitOptions.None).Skip(1).Select(static part => part.Split('"')[0])
            .Where(static file => !file.StartsWith('#')).ToList();
        loaded.ShouldNotBeEmpty();
        loaded.Select(static file => "/" + file.TrimStart('/')).Except(PageRoutes.Routes, StringComparer.Ordinal).ShouldBeEmpty();
    }
}
