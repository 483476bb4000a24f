using System;
using System.Diagnostics;
using System.IO;
using System.Management.Automation;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using PassthroughTools.Module.Tests.Support;
using Shouldly;
using Xunit;

namespace PassthroughTools.Module.Tests.Behaviour;

/// <summary>Ctrl+C stops within a second, whatever a cmdlet waits for, and leaves nothing half-done.</summary>
[Collection(AloneCollection.Name)]
public sealed class StopTests : EngineTest
{
    /// <summary>How long a cmdlet is left waiting before it is stopped: long enough to be in the midst of its wait.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(400);

    [SkippableTheory]
    [InlineData("Start-VM ready-01")]
    [InlineData("Get-VM ready-01, unreserved-01 | Start-VM")]
    [InlineData("Add-PassthroughDevice ready-01 0000:03:00.0")]
    [InlineData("New-VM lab-02 -VMHost esxi01.lab")]
    [InlineData("Start-VM ready-01 -RunAsync")]
    public void AWriteThatWaitsForTheStoresLockStops(string command)
    {
        using var lab = new Lab();
        using var session = lab.Connect();
        using (Held(lab.Lock)) StopsWithinASecond(session, command);
        session.Get<string>("(Get-VM ready-01).PowerState").ShouldBe(["PoweredOff"]);
        session.Get<int>("@(Get-PassthroughEvent).Count").ShouldBe([0]);
        session.Get<object>("Start-VM ready-01").ShouldHaveSingleItem();
    }

    [SkippableFact]
    public void FollowingEventsStops()
    {
        using var lab = new Lab();
        using var session = lab.Connect();
        session.Get<object>("Start-VM ready-01");
        StopsWithinASecond(session, "Get-PassthroughEvent -Follow");
    }

    [SkippableFact]
    public void CreatingAStoreStops()
    {
        using var lab = new Lab();
        using var session = new Session();
        session["path"] = Path.Combine(lab.Folder, "new.json");
        using (Held(Path.Combine(lab.Folder, "new.lock"))) StopsWithinASecond(session, "Connect-VIServer $path -Force");
        File.Exists(Path.Combine(lab.Folder, "new.json")).ShouldBeFalse();
    }

    /// <summary>A server that takes the connection and says nothing.</summary>
    [SkippableTheory]
    [InlineData("http")]
    [InlineData("https")]
    public void ConnectingAServerThatDoesNotAnswerStops(string protocol)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var session = new Session();
        session["address"] = $"{protocol}://{listener.LocalEndpoint}";
        StopsWithinASecond(session, "Connect-VIServer $address -Password x");
    }

    private static FileStream Held(string path) => new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);

    private static void StopsWithinASecond(Session session, string command)
    {
        using var pipeline = session.Pipeline(command);
        var running = pipeline.BeginInvoke();
        Thread.Sleep(Grace);
        pipeline.InvocationStateInfo.State.ShouldBe(PSInvocationState.Running, "it waits");
        var watch = Stopwatch.StartNew();
        pipeline.Stop();
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(1));
        pipeline.InvocationStateInfo.State.ShouldBe(PSInvocationState.Stopped);
        running.IsCompleted.ShouldBeTrue();
        pipeline.Streams.Error.ShouldBeEmpty();
    }
}
