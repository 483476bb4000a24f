using System.Linq;
using PassthroughTools.Commands;
using PassthroughTools.Module.Tests.Support;
using Shouldly;
using Xunit;

namespace PassthroughTools.Module.Tests.Behaviour;

/// <summary>The engine that all others need. Its test's name is what a run without an engine shows, reason or not.</summary>
public sealed class EngineTests : EngineTest
{
    [SkippableFact(DisplayName = "The PowerShell engine is here. IF THIS IS SKIPPED, NO CMDLET HAS BEEN TESTED: install pwsh, or name one in PASSTHROUGHTOOLS_ENGINE")]
    public void TheEngineIsHere()
    {
        using var session = new Session();
        var version = session.Get<System.Version>("[version]$PSVersionTable.PSVersion.ToString().Split('-')[0]").Single();
        version.ShouldBeGreaterThanOrEqualTo(new System.Version(7, 4), PowerShellEngine.Origin);
    }

    /// <summary>No second copy of the module, or of what it ships, lies beside the tests and is tested in its place.</summary>
    [SkippableFact]
    public void WhatIsTestedIsTheBuiltModule()
    {
        using var session = new Session();
        typeof(PassthroughCmdlet).Assembly.Location.ShouldBe(Repository.ModuleAssembly);
        session.Get<string>("(Get-Command Get-VM).ImplementingType.Assembly.Location").ShouldBe([Repository.ModuleAssembly]);
    }
}
