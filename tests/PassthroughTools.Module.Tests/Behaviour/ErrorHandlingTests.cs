using System.Management.Automation;
using PassthroughTools.Errors;
using PassthroughTools.Module.Tests.Support;
using Shouldly;
using Xunit;

namespace PassthroughTools.Module.Tests.Behaviour;

/// <summary>Refusals as scripts and hosts handle errors.</summary>
public sealed class ErrorHandlingTests
{
    [Fact]
    public void ErrorVariableAndErrorHaveTheRefusal()
    {
        using var lab = new Lab();
        using var session = lab.Connect();
        session.Run(
            "Get-VM nowhere, ready-01, elsewhere -ErrorVariable refused -ErrorAction "
            + "SilentlyContinue").Output.ShouldHaveSingleItem();
        session.Get<string>("$refused.TargetObject").ShouldBe(["nowhere", "elsewhere"]);
        session.Get<PassthroughException>("$refused.Exception").ShouldAllBe(static refusal => refusal.Id == ErrorId.VMNotFound);
        session.Get<string>("$Error[0].TargetObject; $Error[1].TargetObject").ShouldBe(["elsewhere", "nowhere"]);
    }

    [Fact]
    public void ErrorVariableOfANewErrorIsAddedTo()
    {
        using var lab = new Lab();
        using var session = lab.Connect();
        session.Run(
            "Get-VM nowhere -ErrorVariable refused -ErrorAction SilentlyContinue; Start-VM on-01 -ErrorVariable +refused "
            + "-ErrorAction SilentlyContinue");
        session.Get<string>("$refused.Exception.Id").ShouldBe(["VMNotFound", "InvalidPowerState"]);
    }

    [Theory]
    [InlineData("Start-VM on-01 -ErrorAction Stop", "InvalidPowerState")]
    [InlineData("'on-01' | Start-VM -ErrorAction Stop", "InvalidPowerState")]
    [InlineData("$ErrorActionPreference = 'Stop'; Get-VM nowhere", "VMNotFound")]
    [InlineData("Get-VM -Server other.json", "NotConnected")]
    public void CatchHasThePassthroughException(string command, string id)
    {
        using var lab = new Lab();
        using var session = lab.Connect();
        session.Get<string>(
            $"try {{ $null = {command} }} catch {{ \"$($_.Exception.Id)\"; $_.Exception.GetType().Name; $_.FullyQualifiedErrorId.Split(',')[0] }}"
            .Replace("$null = $ErrorActionPreference", "$ErrorActionPreference", System.StringComparison.Ordinal))
            .ShouldBe([id, nameof(PassthroughException), id]);
    }

    [Fact]
    public void CatchByTypeTakesIt()
    {
        using var lab = new Lab();
        using var session = lab.Connect();
        session.Get<string>("""
            try { Start-VM on-01 -ErrorAction Stop }
            catch [PassthroughTools.Errors.PassthroughException] { if ($_.Exception.Id -eq 'InvalidPowerState') { $_.TargetObject.Name } }
            catch { 'another' }
            """).ShouldBe(["on-01"]);
    }

    [Fact]
    public void WithStopThePipelineEndsAtTheFirstRefusal()
    {
        using var lab = new Lab();
        using var session = lab.Connect();
        session.Run(
            "'on-01', 'ready-01' | Start-VM -ErrorAction "
            + "Stop").Thrown!.ErrorRecord.Exception.ShouldBeOfType<PassthroughException>();
        session.Get<string>("(Get-VM ready-01).PowerState").ShouldBe(["PoweredOff"]);
    }

    [Fact]
    public void WithoutStopARefusedItemStopsNoOther()
    {
        using var lab = new Lab();
        using var session = lab.Connect();
        var outcome = session.Run("'nowhere', 'on-01', 'ready-01' | Start-VM");
        outcome.Errors.Select(static error => ((PassthroughException)error.Exception).Id)
            .ShouldBe([ErrorId.VMNotFound, ErrorId.InvalidPowerState]);
        outcome.Output.ShouldHaveSingleItem();
        outcome.Thrown.ShouldBeNull();
        session.Get<string>("(Get-VM ready-01).PowerState").ShouldBe(["PoweredOn"]);
    }

    [Theory]
    [InlineData("Get-VM nowhere", "went on")]
    [InlineData("Start-VM on-01", "went on")]
    [InlineData("Get-VM -Server other.json", "caught")]
    public void OnlyAMissingServerEndsTheStatement(string command, string expected)
    {
        using var lab = new Lab();
        using var session = lab.Connect();
        session.Run($"try {{ {command}; 'went on' }} catch {{ 'caught' }}").Output.Select(static item => item.BaseObject)
            .ShouldBe([expected]);
    }

    [Fact]
    public void IgnoreLeavesNoTrace()
    {
        using var lab = new Lab();
        using var session = lab.Connect();
        session.Run("$Error.Clear(); Get-VM nowhere -ErrorAction Ignore").AllErrors.ShouldBeEmpty();
        session.Get<int>("$Error.Count").ShouldBe([0]);
    }

    [Fact]
    public void DollarQuestionTells()
    {
        using var lab = new Lab();
        using var session = lab.Connect();
        session.Run("Get-VM nowhere; $?").Output.Select(static item => item.BaseObject).ShouldBe([false]);
        session.Run("$null = Get-VM ready-01; $?").Output.Select(static item => item.BaseObject).ShouldBe([true]);
    }

    /// <summary>A host that adds commands instead of running a script gets the same.</summary>
    [Fact]
    public void AHostCatchesWhatStopThrows()
    {
        using var lab = new Lab();
        using var session = lab.Connect();
        using var pipeline = PowerShell.Create();
        pipeline.Runspace = session.Runspace;
        pipeline.AddCommand("Start-VM").AddParameter("VM", "on-01").AddParameter("ErrorAction", ActionPreference.Stop);
        var thrown = Should.Throw<ActionPreferenceStopException>(() => pipeline.Invoke());
        thrown.ErrorRecord.Exception.ShouldBeOfType<PassthroughException>().Id.ShouldBe(ErrorId.InvalidPowerState);
    }

    /// <summary>With -RunAsync the refusal is the task's, and no error of the cmdlet.</summary>
    [Fact]
    public void ATaskHasItsRefusal()
    {
        using var lab = new Lab();
        using var session = lab.Connect();
        var task = session.Get<Sessions.PassthroughTask>("Start-VM on-01 -RunAsync -ErrorAction Stop").Single();
        session.Run("Get-Task | Wait-Task").Errors.ShouldHaveSingleItem().Exception.ShouldBeSameAs(task.Error);
        task.State.ShouldBe(Sessions.TaskState.Error);
        ((PassthroughException)task.Error!).Id.ShouldBe(ErrorId.InvalidPowerState);
    }
}
