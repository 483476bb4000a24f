using PassthroughTools.Core.Tests.Build;
using PassthroughTools.Operations;
using PassthroughTools.Projection;
using PassthroughTools.State;
using Shouldly;
using VMware.Vim;
using Xunit;

namespace PassthroughTools.Core.Tests.Projection;

/// <summary>VIM has some characters of names escaped: in what it says, and in what it is asked.</summary>
public sealed class VimNamesTests
{
    private static readonly VMRecord VM = ViewLab.State.VMNamed("vm1");

    [Fact]
    public void ANameIsSaidEscaped()
    {
        var vm = VM with { Name = "a/b\\c 50%" };
        MachineProjection.Property(ViewLab.State, vm, "name").ShouldBe("a%2fb%5cc 50%25");
        ((VirtualMachineConfigInfo)MachineProjection.Property(ViewLab.State, vm, "config")!).Name.ShouldBe("a%2fb%5cc 50%25");
    }

    [Fact]
    public void ANameIsAskedForEscaped()
    {
        var spec = new VirtualMachineConfigSpec { Name = "a%2Fb 50%25" };
        ConfigSpecReader.Read(ViewLab.State, VM, spec).Parts.ShouldHaveSingleItem()
            .ShouldBeOfType<ChangeVM>().NewName.ShouldBe("a/b 50%");
        ViewMethods.Operations(ViewLab.State, MoRefs.Of(VM), "Rename_Task", ["a%2fb"]).ShouldHaveSingleItem()
            .ShouldBeOfType<ChangeVM>().NewName.ShouldBe("a/b");
    }
}
