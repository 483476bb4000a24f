using System.Management.Automation;
using System.Management.Automation.Runspaces;
using PassthroughTools.Inventory;
using PassthroughTools.Module.Tests.Support;
using PassthroughTools.Sessions;
using Shouldly;
using Xunit;

namespace PassthroughTools.Module.Tests.Behaviour;

/// <summary>Importing: again, and into sessions that are not a console's.</summary>
public sealed class ImportTests
{
    [Fact]
    public void ImportingItTwiceChangesNothing()
    {
        using var lab = new Lab();
        using var session = lab.Connect();
        session["manifest"] = Repository.Manifest;
        session.Run("Import-Module $manifest").AllErrors.ShouldBeEmpty();
        session.Get<string>("(Get-VM ready-01).Name").ShouldBe(["ready-01"], "it is connected still");
        session.Get<int>("@(Get-Module PassthroughTools).Count").ShouldBe([1]);
        session.Get<int>("@(Get-Command Get-VM -All).Count").ShouldBe([1]);
    }

    /// <summary>Import-Module -Force removes it first.</summary>
    [Fact]
    public void ImportingItByForceDisconnects()
    {
        using var lab = new Lab();
        using var session = lab.Connect();
        session["manifest"] = Repository.Manifest;
        session.Run("Import-Module $manifest -Force").AllErrors.ShouldBeEmpty();
        session.Run("Get-VM").AllErrors.Single().FullyQualifiedErrorId.ShouldStartWith("NotConnected,");
        session["store"] = lab.Store;
        session.Get<VIServer>("Connect-VIServer $store").Single().IsConnected.ShouldBeTrue();
    }

    [Fact]
    public void APrefixIsPossible()
    {
        using var session = new Session(Session.State(imported: false));
        session["manifest"] = Repository.Manifest;
        session.Run("Import-Module $manifest -Prefix Lab").AllErrors.ShouldBeEmpty();
        session.Get<string>("(Get-Command -Module PassthroughTools -Name Get-LabVM).Name").ShouldBe(["Get-LabVM"]);
    }

    /// <summary>As under an application control policy: names become references by types that a script could not make.</summary>
    [Fact]
    public void ItWorksInConstrainedLanguage()
    {
        using var lab = new Lab();
        var state = Session.State();
        state.LanguageMode = PSLanguageMode.ConstrainedLanguage;
        using var session = new Session(state);
        session["store"] = lab.Store;
        session.Get<string>("$ExecutionContext.SessionState.LanguageMode").ShouldBe(["ConstrainedLanguage"]);
        session.Run("$null = Connect-VIServer $store").AllErrors.ShouldBeEmpty();
        session.Get<VirtualMachine>("Get-VM ready-01 -Location Lab-Cluster").Single().Name.ShouldBe("ready-01");
        session.Run(
            "$null = Add-PassthroughDevice -VM ready-01 -AllowedDevice 10de:1eb8 -HardwareLabel "
            + "inference").AllErrors.ShouldBeEmpty();
        session.Run("$null = Get-VM ready-01 | Set-MmioSizing").AllErrors.ShouldBeEmpty();
        session.Get<VMPowerState>("(Get-VM ready-01 | Start-VM).PowerState").ShouldBe([VMPowerState.PoweredOn]);
        session.Get<string>("(Get-VM ready-01 | Get-PassthroughDevice).Id").ShouldBe(["0000:08:00.0"]);
        session.Run("Test-EnhancedDirectPathFeature ready-01 VMotion, SuspendResume").Output.Count.ShouldBe(2);
        session.Run("Get-VM nowhere").Errors.Single().FullyQualifiedErrorId.ShouldStartWith("VMNotFound,");
    }

    /// <summary>An endpoint that has no script language and no commands but the module's.</summary>
    [Fact]
    public void ItWorksInASessionWithNothingElse()
    {
        using var lab = new Lab();
        var state = InitialSessionState.Create();
        state.LanguageMode = PSLanguageMode.NoLanguage;
        state.Providers.Add(InitialSessionState.CreateDefault2().Providers["FileSystem"].Single());
        foreach (var (type, cmdlet) in ModuleAssembly.Cmdlets()) state.Commands.Add(
            new SessionStateCmdletEntry($"{cmdlet.VerbName}-{cmdlet.NounName}", type, helpFileName: null));
        using var session = new Session(state);
        Invoke("Connect-VIServer", ("Server", lab.Store)).Single().ShouldBeOfType<VIServer>();
        var vm = Invoke("Get-VM", ("Name", "ready-01")).Single();
        ((VirtualMachine)Invoke("Start-VM", ("VM", vm)).Single()).PowerState.ShouldBe(VMPowerState.PoweredOn);
        ((VirtualMachine)Invoke("Start-VM", ("VM", "unreserved-01")).Single()).PowerState.ShouldBe(VMPowerState.PoweredOn);

        object[] Invoke(string cmdlet, params (string Name, object Value)[] parameters)
        {
            using var pipeline = PowerShell.Create();
            pipeline.Runspace = session.Runspace;
            pipeline.AddCommand(cmdlet);
            foreach (var (name, value) in parameters) pipeline.AddParameter(name, value);
            var output = pipeline.Invoke().Select(static item => item.BaseObject).ToArray();
            pipeline.Streams.Error.ShouldBeEmpty();
            return output;
        }
    }

    /// <summary>
    /// PowerShell's own restricted session, into which an administrator puts the module; a store needs the file system.
    /// </summary>
    [Fact]
    public void ItWorksInARestrictedSession()
    {
        using var lab = new Lab();
        var state = InitialSessionState.CreateRestricted(SessionCapabilities.RemoteServer);
        foreach (var provider in state.Providers["FileSystem"]) provider.Visibility = SessionStateEntryVisibility.Public;
        state.ImportPSModule([Repository.Manifest]);
        using var session = new Session(state);
        using var pipeline = PowerShell.Create();
        pipeline.Runspace = session.Runspace;
        pipeline.AddCommand("Connect-VIServer").AddParameter("Server", lab.Store).AddStatement().AddCommand("Get-VM")
            .AddParameter("Name", "ready-01");
        var output = pipeline.Invoke();
        pipeline.Streams.Error.ShouldBeEmpty();
        output.Select(static item => item.BaseObject.GetType()).ShouldBe([typeof(VIServer), typeof(VirtualMachine)]);
    }
}
