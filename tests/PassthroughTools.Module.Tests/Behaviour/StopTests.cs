using System.Diagnostics;
using System.Management.Automation;
using System.Net;
using System.Net.Sockets;
using PassthroughTools.Module.Tests.Support;
using Shouldly;
using Xunit;

namespace PassthroughTools.Module.Tests.Behaviour;

/// <summary>Ctrl+C stops whatever a cmdlet waits for, and leaves nothing half-done.</summary>
[Collection(AloneCollection.Name)]
public sealed class StopTests
{
    /// <summary>How long a cmdlet is left waiting before it is stopped: long enough to be in the midst of its wait.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(400);

    /// <summary>It ends by the stop and not by a wait of its own, the shortest of which is the store's 10 s.</summary>
    private static readonly TimeSpan Guard = TimeSpan.FromSeconds(8);

    [Theory]
    [InlineData("Start-VM ready-01")]
    [InlineData("Get-VM ready-01, unreserved-01 | Start-VM")]
    [InlineData("Add-PassthroughDevice ready-01 0000:03:00.0")]
    [InlineData("New-VM lab-02 -VMHost esxi01.lab")]
    [InlineData("Start-VM ready-01 -RunAsync | Wait-Task")]
    public void AWriteThatWaitsForTheStoresLockStops(string command)
    {
        using var lab = new Lab();
        using var session = lab.Connect();
        using (Held(lab.Lock))
        {
            Stops(session, command);

            // Ctrl+C ends the waiting for a task; the task itself is ended by Stop-Task, and has done nothing then.
            session.Run(
                "Get-Task -Status Running | Stop-Task; Get-Task | Wait-Task -ErrorAction SilentlyContinue").Thrown.ShouldBeNull();
        }

        session.Get<string>("(Get-VM ready-01).PowerState").ShouldBe(["PoweredOff"]);
        session.Get<int>("@(Get-PassthroughEvent).Count").ShouldBe([0]);
        session.Get<object>("Start-VM ready-01").ShouldHaveSingleItem();
    }

    /// <summary>With -RunAsync it is the task that waits for the lock, and not the cmdlet.</summary>
    [Fact]
    public void ATaskThatWaitsForTheStoresLockIsStoppedByStopTask()
    {
        using var lab = new Lab();
        using var session = lab.Connect();
        using (Held(lab.Lock))
        {
            session.Get<string>("$task = Start-VM ready-01 -RunAsync; $task.State").ShouldBe(["Running"]);
            Thread.Sleep(Grace);
            var watch = Stopwatch.StartNew();
            var outcome = session.Run("Stop-Task $task; $task | Wait-Task");
            watch.Elapsed.ShouldBeLessThan(Guard);
            outcome.Errors.ShouldHaveSingleItem().FullyQualifiedErrorId.ShouldStartWith("TaskStopped,");
        }

        session.Get<string>("$task.State; $task.Error.Id; (Get-VM ready-01).PowerState")
            .ShouldBe(["Error", "TaskStopped", "PoweredOff"]);
        session.Get<int>("@(Get-PassthroughEvent).Count").ShouldBe([0]);
    }

    /// <summary>Ctrl+C on a wait ends the wait; the task goes on to its end.</summary>
    [Fact]
    public void WaitingForATaskStopsAndTheTaskGoesOn()
    {
        using var lab = new Lab();
        using var session = lab.Connect();
        session.Get<object>("$null = Set-PassthroughSimulation PowerOnVM 2; $task = Start-VM ready-01 -RunAsync");
        Stops(session, "Wait-Task $task");
        session.Get<string>("$task.State").ShouldBe(["Running"]);
        session.Get<string>("(Wait-Task $task).PowerState; $task.State").ShouldBe(["PoweredOn", "Success"]);
    }

    [Theory]
    [InlineData("Start-VM ready-01")]
    [InlineData("Set-VMHost esxi01.lab Maintenance -Evacuate")]
    public void AnOperationThatTakesItsTimeStopsAndHasDoneNothing(string command)
    {
        using var lab = new Lab();
        using var session = lab.Connect();
        session.Get<object>("$null = Stop-VM on-01; $null = Set-PassthroughSimulation PowerOnVM, SetHostState 60");
        int before = session.Get<int>("@(Get-PassthroughEvent).Count").ShouldHaveSingleItem();
        Stops(session, command);
        session.Get<int>("@(Get-PassthroughEvent).Count").ShouldBe([before]);
    }

    /// <summary>Disconnecting stops what the session has begun: nothing goes on that nobody sees.</summary>
    [Fact]
    public void DisconnectingStopsTasks()
    {
        using var lab = new Lab();
        using var session = lab.Connect();
        session.Get<object>(
            "$null = Set-PassthroughSimulation PowerOnVM 60; $task = Start-VM ready-01 -RunAsync; Disconnect-VIServer *; "
            + "Wait-Task $task -ErrorAction SilentlyContinue");
        session.Get<string>("$task.State; $task.Error.Id").ShouldBe(["Error", "TaskStopped"]);
        session.Get<string>("$server = Connect-VIServer $store; (Get-VM ready-01).PowerState").ShouldBe(["PoweredOff"]);
    }

    [Fact]
    public void FollowingEventsStops()
    {
        using var lab = new Lab();
        using var session = lab.Connect();
        session.Get<object>("Start-VM ready-01");
        Stops(session, "Get-PassthroughEvent -Follow");
    }

    [Fact]
    public void CreatingAStoreStops()
    {
        using var lab = new Lab();
        using var session = new Session();
        session["path"] = Path.Combine(lab.Folder, "new.json");
        using (Held(Path.Combine(lab.Folder, "new.lock"))) Stops(session, "Connect-VIServer $path -Force");
        File.Exists(Path.Combine(lab.Folder, "new.json")).ShouldBeFalse();
    }

    /// <summary>A server that takes the connection and says nothing.</summary>
    [Theory]
    [InlineData("http")]
    [InlineData("https")]
    public void ConnectingAServerThatDoesNotAnswerStops(string protocol)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var session = new Session();
        session["address"] = $"{protocol}://{listener.LocalEndpoint}";
        Stops(session, "Connect-VIServer $address -Password x");
    }

    private static FileStream Held(string path) => new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);

    private static void Stops(Session session, string command)
    {
        using var pipeline = session.Pipeline(command);
        var running = pipeline.BeginInvoke();
        Thread.Sleep(Grace);
        pipeline.InvocationStateInfo.State.ShouldBe(PSInvocationState.Running, "it waits");
        var watch = Stopwatch.StartNew();
        pipeline.Stop();
        watch.Elapsed.ShouldBeLessThan(Guard);
        pipeline.InvocationStateInfo.State.ShouldBe(PSInvocationState.Stopped);
        running.IsCompleted.ShouldBeTrue();
        pipeline.Streams.Error.ShouldBeEmpty();
    }
}
