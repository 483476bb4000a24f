using PassthroughTools.Core.Tests.Build;
using PassthroughTools.Errors;
using PassthroughTools.Operations.Requirements;
using Shouldly;
using Xunit;
using static PassthroughTools.Core.Tests.Build.Asks;
using static PassthroughTools.Core.Tests.Build.InventoryBuilder;

namespace PassthroughTools.Core.Tests.Operations;

/// <summary>A command in a refusal may be copied: a name cannot end its literal and begin a command of its own.</summary>
public sealed class CommandTextTests
{
    [Theory]
    [InlineData("vm1", "'vm1'")]
    [InlineData("", "''")]
    [InlineData("Bob's VM", "'Bob''s VM'")]
    [InlineData("x'; Remove-VM *; '", "'x''; Remove-VM *; '''")]
    [InlineData("a\u2018b\u2019c\u201ad\u201be", "'a\u2018\u2018b\u2019\u2019c\u201a\u201ad\u201b\u201be'")]
    [InlineData("$(Get-Date) \"q\" `n", "'$(Get-Date) \"q\" `n'")]
    public void QuotesForPowerShell(string name, string quoted) => name.Quoted().ShouldBe(quoted);

    [Fact]
    public void TheRefusalsUseIt()
    {
        const string Evil = "x'; Remove-VM *; '";
        var state = Lab.AddHost("esx's").AddDevice("03:00.0").AddVM(Evil).AddVM("vm2").Do(AttachFixed(Evil, "03:00.0"));

        state.Refused(AttachFixed("vm2", "03:00.0"), ErrorId.DeviceInUse).Message
            .ShouldEndWith(
                "free this one: Get-PassthroughDevice -VM 'x''; Remove-VM *; ''' -Id 0000:03:00.0 | Remove-PassthroughDevice");
        state.Refused(Restart("esx's"), ErrorId.MaintenanceModeRequired).Message.ShouldEndWith(
            "Restart-VMHost -VMHost 'esx''s' -Force");
    }
}
