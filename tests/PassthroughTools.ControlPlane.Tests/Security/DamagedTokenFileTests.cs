using System.Net;
using PassthroughTools.ControlPlane.Security;
using PassthroughTools.ControlPlane.Tests.Security.Support;
using PassthroughTools.Errors;
using Shouldly;
using Xunit;

namespace PassthroughTools.ControlPlane.Tests.Security;

/// <summary>A damaged file is told by its name, nothing is rewritten, and nobody gets in.</summary>
public sealed class DamagedTokenFileTests : IDisposable
{
    private readonly TokenFolder folder = new();
    private readonly TestToken token = TestToken.Make(TokenRole.Admin);

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("\0\0\0\0")]
    [InlineData("""{"schemaVersion":1}""")]
    [InlineData("""{"schemaVersion":1,"tokens":null}""")]
    [InlineData("""{"schemaVersion":1,"tokens":[null]}""")]
    [InlineData("""{"schemaVersion":1,"tokens":[{}]}""")]
    [InlineData("""{"schemaVersion":0,"tokens":[]}""")]
    [InlineData("""{"schemaVersion":1,"tokens":[],"more":1}""")]
    [InlineData("""{"schemaVersion":1,"tokens":[],"tokens":[]}""")]
    [InlineData("""{"schemaVersion":1,"tokens":[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]}""")]
    public Task Another_document(string text) => IsDamage(text);

    [Theory]
    [InlineData("\"role\": \"admin\"", "\"role\": \"root\"")]
    [InlineData("\"role\": \"admin\"", "\"role\": 2")]
    [InlineData("\"role\": \"admin\"", "\"role\": null")]
    [InlineData("\"name\": \"ci\"", "\"name\": \"c\\u001bi\"")]
    [InlineData("\"name\": \"ci\"", "\"name\": \"\"")]
    [InlineData("\"name\": \"ci\"", "\"name\": null")]
    [InlineData("\"iterations\": 100", "\"iterations\": 0")]
    [InlineData("\"iterations\": 100", "\"iterations\": 2000000000")]
    [InlineData("\"iterations\": 100", "\"iterations\": 1e400")]
    [InlineData("\"created\": \"2026-01-01", "\"created\": \"2026-02-31")]
    [InlineData("\"salt\": \"", "\"salt\": \"AAAA")]
    [InlineData("\"hash\": \"", "\"hash\": \"AAAA")]
    [InlineData("\"hash\": \"", "\"hash\": \"*")]
    [InlineData("\"id\": \"", "\"id\": \"1")]
    [InlineData("\"id\": \"", "\"other\": 1, \"id\": \"")]
    public async Task Another_value(string part, string other)
    {
        await folder.Store.AddAsync(token.Stored, CancellationToken.None);
        var text = await File.ReadAllTextAsync(folder.Path);
        text.ShouldContain(part);
        await IsDamage(text.Replace(part, other, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Two_tokens_of_one_id()
    {
        await folder.Store.AddAsync(token.Stored, CancellationToken.None);
        var text = await File.ReadAllTextAsync(folder.Path);
        var (from, to) = (text.IndexOf('[', StringComparison.Ordinal) + 1, text.LastIndexOf(']'));
        await IsDamage(text.Insert(to, "," + text[from..to]), token.Stored.Id);
    }

    [Fact]
    public async Task Every_torn_file()
    {
        await folder.Store.AddAsync(token.Stored, CancellationToken.None);
        var bytes = await File.ReadAllBytesAsync(folder.Path);
        for (int length = 0; length < bytes.Length - 1; length++)
        {
            await File.WriteAllBytesAsync(folder.Path, bytes[..length]);
            (await Should.ThrowAsync<PassthroughException>(
                () => new FileTokenStore(folder.Path).ReadAsync(CancellationToken.None))).Id.ShouldBe(ErrorId.StoreCorrupt);
        }
    }

    [Fact]
    public async Task No_flipped_byte_lets_a_wrong_secret_in_or_breaks_the_server()
    {
        await folder.Store.AddAsync(token.Stored, CancellationToken.None);
        var bytes = await File.ReadAllBytesAsync(folder.Path);
        for (int i = 0; i < bytes.Length; i++)
        {
            bytes[i] ^= 0x11;
            await File.WriteAllBytesAsync(folder.Path, bytes);
            bytes[i] ^= 0x11;
            try
            {
                if ((await new FileTokenStore(folder.Path).ReadAsync(CancellationToken.None)) is [var read])
                    TokenHash.Matches(read with { Iterations = 1 }, "wrong").ShouldBeFalse();
            }
            catch (PassthroughException e)
            {
                e.Id.ShouldBeOneOf(ErrorId.StoreCorrupt, ErrorId.StoreVersionUnsupported);
            }
        }
    }

    [Fact]
    public async Task A_newer_version()
    {
        await File.WriteAllTextAsync(folder.Path, """{"schemaVersion":2,"tokens":[]}""");

        await Refused.With(ErrorId.StoreVersionUnsupported, () => folder.Store.ReadAsync(CancellationToken.None), folder.Path,
            "2", "Update");
    }

    [Fact]
    public async Task A_file_that_is_far_too_long()
    {
        await using (var file = File.Create(folder.Path)) file.SetLength(17 * 1024 * 1024);

        await Refused.With(ErrorId.StoreCorrupt, () => folder.Store.ReadAsync(CancellationToken.None), folder.Path, "16 MB");
    }

    [Fact]
    public async Task A_server_refuses_even_a_token_that_it_knows_until_the_file_is_whole_again()
    {
        await folder.Store.AddAsync(token.Stored, CancellationToken.None);
        TokenAuthenticator authenticator = new(folder.Store, new ManualClock());
        (await Ask()).Identity.ShouldNotBeNull();
        var text = await File.ReadAllTextAsync(folder.Path);

        await File.WriteAllTextAsync(folder.Path, text[..^10]);
        var verdict = await Ask();
        (verdict.Identity, verdict.Refusal, verdict.Cause!.Id).ShouldBe((null, TokenRefusal.Unavailable, ErrorId.StoreCorrupt));
        verdict.Detail!.ShouldNotContain(folder.Folder);

        await File.WriteAllTextAsync(folder.Path, text);
        (await Ask()).Identity.ShouldNotBeNull();

        Task<TokenVerdict> Ask() =>
            authenticator.AuthenticateAsync(token.Bearer, IPAddress.Loopback, CancellationToken.None).AsTask();
    }

    public void Dispose() => folder.Dispose();

    private async Task IsDamage(string text, params string[] words)
    {
        await File.WriteAllTextAsync(folder.Path, text);

        await Refused.With(ErrorId.StoreCorrupt, () => folder.Store.ReadAsync(CancellationToken.None), [folder.Path, .. words]);
        await Refused.With(ErrorId.StoreCorrupt, () => folder.Store.AddAsync(TestToken.Make().Stored, CancellationToken.None),
            folder.Path);
        await Refused.With(ErrorId.StoreCorrupt,
            () => folder.Store.RevokeAsync("ci", DateTimeOffset.UnixEpoch, CancellationToken.None), folder.Path);
        (await File.ReadAllTextAsync(folder.Path)).ShouldBe(text);
    }
}
