using PassthroughTools.ControlPlane.Tests.Http.Support;
using Shouldly;
using Xunit;

namespace PassthroughTools.ControlPlane.Tests.Http.Routes;

/// <summary>A client that has an answer already, by its ETag.</summary>
public sealed class ConditionalTests : IAsyncLifetime
{
    private static readonly string[] OfRevision =
    [
        "/api/v1/clusters", "/api/v1/hosts?limit=2", "/api/v1/vms?name=gpu*", "/api/v1/devices", "/api/v1/state",
        $"/api/v1/hosts/{ServedRoutes.Host}", $"/api/v1/vms/{ServedRoutes.VM}",
        $"/api/v1/devices/{ServedRoutes.Host}/{ServedRoutes.Device}",
    ];

    private HttpLab lab = null!;

    public async Task InitializeAsync() => lab = await HttpLab.StartAsync();

    public async Task DisposeAsync() => await lab.DisposeAsync();

    [Fact]
    public async Task Its_copy_is_good_until_the_inventory_changes()
    {
        var copies = new Dictionary<string, Answer>(StringComparer.Ordinal);
        foreach (var path in OfRevision)
        {
            copies[path] = await lab.GetAsync(path);
            copies[path]["Cache-Control"].ShouldBe("no-cache, private", path);
            foreach (var tag in (string[])["\"7\"", "W/\"7\"", "\"3\", \"7\"", "*"])
            {
                var same = await lab.GetAsync(path, ("If-None-Match", tag));
                (same.Status, same.Body, same["ETag"]).ShouldBe((304, "", "\"7\""), path);
            }

            (await lab.GetAsync(path, ("If-None-Match", "\"6\""))).Body.ShouldBe(copies[path].Body);
        }

        await lab.PostAsync($$"""{"operation":"ChangeVM","vmId":"{{ServedRoutes.VM}}","notes":"changed"}""");
        foreach (var path in OfRevision)
        {
            var changed = await lab.GetAsync(path, ("If-None-Match", "\"7\""));
            (changed.Status, changed["ETag"]).ShouldBe((200, "\"8\""), path);
        }
    }

    [Fact]
    public async Task What_depends_on_the_catalog_too_and_what_is_refused_is_answered()
    {
        (await lab.GetAsync("/api/v1/capabilities", ("If-None-Match", "\"7\""))).Status.ShouldBe(200);
        (await lab.GetAsync("/api/v1/vms?limit=0", ("If-None-Match", "\"7\""))).Status.ShouldBe(400);
        (await lab.GetAsync("/api/v1/vms/none", ("If-None-Match", "*"))).Status.ShouldBe(404);
    }

    [Theory]
    [InlineData("/api/v1/state", "gzip", "gzip")]
    [InlineData("/api/v1/hosts?limit=1000", "br, gzip", "br")]
    [InlineData("/openapi/v1.json", "gzip", "gzip")]
    [InlineData("/app.js", "gzip", "gzip")]
    [InlineData("/api/v1/state", "identity", null)]
    [InlineData("/api/v1/session", "gzip", null)]
    [InlineData("/healthz", "gzip", null)]
    public async Task Long_answers_are_compressed_for_who_asks_for_it(string path, string accepted, string? coding)
    {
        var plain = await lab.GetAsync(path);
        plain["Content-Encoding"].ShouldBeNull();
        using var response = await lab.OpenAsync(
            "GET", path, lab.Tokens.Admin.Bearer, null, HttpCompletionOption.ResponseContentRead, ("Accept-Encoding", accepted));
        response.Content.Headers.ContentEncoding.ShouldBe(coding is null ? [] : [coding]);
        response.Headers.Vary.ShouldBe(["Accept-Encoding"]);
        plain["Vary"].ShouldBe("Accept-Encoding");
        if (plain["ETag"] is { } tag)
            (response.Headers.ETag!.Tag, response.Headers.ETag.IsWeak).ShouldBe((tag, coding is not null));
        if (coding is null) return;
        (response.Headers.ETag?.IsWeak ?? true).ShouldBeTrue("a strong tag is that of the plain bytes");
        await using var stream = await response.Content.ReadAsStreamAsync();
        await using Stream unpacking = coding == "br"
            ? new System.IO.Compression.BrotliStream(stream, System.IO.Compression.CompressionMode.Decompress)
            : new System.IO.Compression.GZipStream(stream, System.IO.Compression.CompressionMode.Decompress);
        using var text = new StreamReader(unpacking);
        (await text.ReadToEndAsync()).ShouldBe(plain.Body);
    }

    [Fact]
    public async Task Events_come_as_they_are_made_whatever_coding_is_accepted()
    {
        using var response = await lab.OpenAsync(
            "GET",
            "/api/v1/events",
            lab.Tokens.Reader.Bearer,
            null,
            HttpCompletionOption.ResponseHeadersRead,
            ("Accept-Encoding", "br, gzip"));
        response.Content.Headers.ContentEncoding.ShouldBeEmpty();
        using var stream = await EventReader.OpenAsync(response);
        await lab.PostAsync($$"""{"operation":"ChangeVM","vmId":"{{ServedRoutes.VM}}","notes":"changed"}""");
        (await stream.ChangesAsync(1)).ShouldBe([8]);
    }

    [Theory]
    [InlineData("/api/v1/vms/%00")]
    [InlineData("http://a/api/v1/vms/%00")]
    [InlineData("http://a/api/v1/operations/k%00")]
    [InlineData("http://a/%00")]
    public async Task A_null_character_in_a_path_is_400(string target)
    {
        using var connection = await RawConnection.OpenAsync(lab.Address);
        await connection.SendAsync($"GET {target} HTTP/1.1\r\nHost: a\r\nAuthorization: {lab.Tokens.Admin.Bearer}\r\n\r\n");
        (await connection.ReadAsync(TimeSpan.FromSeconds(10)))!.Status.ShouldBe(400);
    }
}
