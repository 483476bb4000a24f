using System.Net;
using System.Net.Sockets;
using System.Text;
using PassthroughTools.Commands;
using PassthroughTools.Errors;
using PassthroughTools.Module.Tests.Support;
using Shouldly;
using Xunit;

namespace PassthroughTools.Module.Tests.Behaviour;

/// <summary>What a control plane refuses, with any id, is the error record that a refusal here would be.</summary>
public sealed class ServerRefusalTests
{
    public static TheoryData<ErrorId> Ids => [.. Enum.GetValues<ErrorId>()];

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task ItIsOneErrorRecord(ErrorId id)
    {
        var error = await RefusedAsync($$"""{"id":"{{id}}","detail":"Not so.","target":{"name":"it"} }""");
        var refusal = error.Exception.ShouldBeOfType<PassthroughException>();
        (refusal.Id, refusal.Message, error.TargetObject).ShouldBe((id, "Not so.", "it"));
        error.FullyQualifiedErrorId.ShouldBe($"{id},PassthroughTools.Commands.ConnectVIServerCommand");
        error.CategoryInfo.Category.ShouldBe(ErrorRecords.Of(new PassthroughException(id, "")).CategoryInfo.Category);
    }

    [Fact]
    public async Task AnIdOfALaterVersionIsRefusedByServer()
    {
        var error = await RefusedAsync("""{"id":"Later","detail":"Not so."}""");
        var refusal = error.Exception.ShouldBeOfType<PassthroughException>();
        (refusal.Id, refusal.Message, error.CategoryInfo.Category.ToString()).ShouldBe(
            (ErrorId.RefusedByServer, "Not so.", "InvalidOperation"));
        error.TargetObject.ShouldBeOfType<string>().ShouldStartWith("http://127.0.0.1:");
    }

    /// <summary>Connects a server that answers everything so, and that no patience waits for.</summary>
    private static async Task<System.Management.Automation.ErrorRecord> RefusedAsync(string problem)
    {
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        var answering = AnswerAsync(server, problem);
        using var lab = new Lab();
        using var session = lab.Connect();
        var outcome = session.Run($"Connect-VIServer http://127.0.0.1:{((IPEndPoint)server.LocalEndpoint).Port} -Password x");
        await answering;
        return outcome.AllErrors.ShouldHaveSingleItem();
    }

    private static async Task AnswerAsync(TcpListener server, string problem)
    {
        using var client = await server.AcceptTcpClientAsync();
        await using var stream = client.GetStream();
        var asked = new byte[16 * 1024];
        int length = 0;
        while (!Encoding.ASCII.GetString(asked, 0, length).EndsWith("\r\n\r\n", StringComparison.Ordinal))
            length += await stream.ReadAsync(asked.AsMemory(length));
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"HTTP/1.1 409 Conflict\r\nContent-Type: application/problem+json\r\nRetry-After: 60\r\nConnection: "
            + $"close\r\nContent-Length: {problem.Length}\r\n\r\n{problem}"));
    }
}
