using System.Collections.Concurrent;
using System.Management.Automation;
using PassthroughTools.Module.Tests.Support;
using Shouldly;
using Xunit;

namespace PassthroughTools.Module.Tests.Behaviour;

/// <summary>A cmdlet writes from the thread that its pipeline runs on, and from no other.</summary>
public sealed class ThreadTests
{
    /// <summary>With the pipeline on the caller's thread, everything that is written arrives there.</summary>
    [Fact]
    public void EverythingIsWrittenFromThePipelinesThread()
    {
        using var lab = new Lab();
        using var session = new Session(Session.State(), onCallersThread: true);
        session["store"] = lab.Store;
        session["copy"] = System.IO.Path.Combine(lab.Folder, "copy.json");
        using var pipeline = session.Pipeline("""
            $VerbosePreference = $DebugPreference = $InformationPreference = 'Continue'
            Connect-VIServer $store
            Get-Cluster; Get-VMHost; Get-VM; Get-Template; Get-VMHostPciDevice; Get-PassthroughDevice
            Get-VM | Test-EnhancedDirectPathFeature; Get-PassthroughCapability
            Set-VM unreserved-01 -Notes x; New-VM lab-02 -VMHost esxi01.lab; Get-VM lab-02 | Remove-VM
            Get-VMResourceConfiguration unreserved-01 | Set-VMResourceConfiguration -MemReservationLockedToMax $true
            Add-PassthroughDevice unreserved-01 0000:07:00.0; Get-VM unreserved-01 | Set-MmioSizing; Get-MmioSizing unreserved-01
            Start-VM unreserved-01; Start-VM unreserved-01; Stop-VM unreserved-01 -RunAsync | Wait-Task; Get-VM nowhere
            Set-PassthroughSimulation RestartVM, CreateSnapshot 0.3; Start-VM ready-01; Restart-VM ready-01; New-Snapshot ready-01 x -RunAsync | Wait-Task
            Get-PassthroughDevice -VM unreserved-01 | Remove-PassthroughDevice
            Get-PassthroughDevice -VMHost esxi01.lab -Id 0000:05:00.0 | Set-PassthroughDevice -Mode DirectPath; Restart-VMHost esxi01.lab -Force
            New-AdvancedSetting ready-01 lab.rack 7 | Set-AdvancedSetting -Value 8 | Remove-AdvancedSetting
            Export-PassthroughInventory $copy; Import-PassthroughInventory $copy; Get-Task; Get-PassthroughEvent; Disconnect-VIServer *
            """);
        var threads = new ConcurrentDictionary<int, int>();
        int written = 0;
        void Count(object? sender, DataAddedEventArgs added)
        {
            written++;
            threads[Environment.CurrentManagedThreadId] = 0;
        }

        using var output = new PSDataCollection<PSObject>();
        output.DataAdded += Count;
        pipeline.Streams.Error.DataAdded += Count;
        pipeline.Streams.Warning.DataAdded += Count;
        pipeline.Streams.Verbose.DataAdded += Count;
        pipeline.Streams.Debug.DataAdded += Count;
        pipeline.Streams.Information.DataAdded += Count;
        pipeline.Streams.Progress.DataAdded += Count;
        pipeline.Invoke<PSObject, PSObject>(null, output, null);
        threads.Keys.ShouldBe([Environment.CurrentManagedThreadId]);
        written.ShouldBeGreaterThan(80);
        pipeline.Streams.Progress.Select(static record => record.RecordType)
            .ShouldContain(ProgressRecordType.Completed, "two operations took their time");
        pipeline.Streams.Error.Select(static error => error.FullyQualifiedErrorId.Split(',')[0])
            .ShouldBe(["InvalidPowerState", "VMNotFound"]);
    }
    /// <summary>Two servers are followed by threads of their own, and what comes of them arrives there too.</summary>
    [Fact]
    public void WhatIsFollowedIsWrittenFromThePipelinesThread()
    {
        using var lab = new Lab();
        using var session = new Session(Session.State(), onCallersThread: true);
        session["store"] = lab.Store;
        session["copy"] = System.IO.Path.Combine(lab.Folder, "copy.json");
        session.Get<object>(
            "Connect-VIServer $store; Export-PassthroughInventory $copy; Connect-VIServer $copy; Get-VM ready-01, unreserved-01 "
            + "| Start-VM");
        using var pipeline = session.Pipeline("Get-PassthroughEvent -Follow");
        var threads = new ConcurrentDictionary<int, int>();
        IAsyncResult? stopping = null;
        using var output = new PSDataCollection<PSObject>();
        output.DataAdded += (_, added) =>
        {
            threads[Environment.CurrentManagedThreadId] = 0;
            if (added.Index == 3) stopping = pipeline.BeginStop(null, null);
        };
        pipeline.Invoke<PSObject, PSObject>(null, output, null);
        pipeline.EndStop(stopping!);
        pipeline.InvocationStateInfo.State.ShouldBe(PSInvocationState.Stopped);
        output.Count.ShouldBe(4);
        threads.Keys.ShouldBe([Environment.CurrentManagedThreadId]);
        pipeline.Streams.Error.ShouldBeEmpty();
    }
}
