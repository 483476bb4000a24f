using PassthroughTools.Commands;
using PassthroughTools.Module.Tests.Support;
using Shouldly;
using Xunit;

namespace PassthroughTools.Module.Tests.Behaviour;

/// <summary>What the others rest on.</summary>
public sealed class EngineTests
{
    /// <summary>No second copy of the module, or of what it ships, lies beside the tests and is tested in its place.</summary>
    [Fact]
    public void WhatIsTestedIsTheBuiltModule()
    {
        using var session = new Session();
        typeof(PassthroughCmdlet).Assembly.Location.ShouldBe(Repository.ModuleAssembly);
        session.Get<string>("(Get-Command Get-VM).ImplementingType.Assembly.Location").ShouldBe([Repository.ModuleAssembly]);
    }
}
