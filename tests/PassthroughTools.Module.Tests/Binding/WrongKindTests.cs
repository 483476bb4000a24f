using PassthroughTools.Binding;
using PassthroughTools.Module.Tests.Support;
using Shouldly;
using Xunit;

namespace PassthroughTools.Module.Tests.Binding;

/// <summary>An argument of the wrong kind is refused in words: what was given, what is wanted, and what gives one.</summary>
[Collection(BindingFixture.Name)]
public sealed class WrongKindTests(BindingFixture fixture)
{
    [Fact]
    public void EveryParameterOfTheModulesOwnTypesSaysWhatItTakes()
    {
        int found = 0;
        foreach (var parameter in Cmdlets.All(fixture.Probe.Real)
            .SelectMany(static cmdlet => cmdlet.Parameters.Values.Select(parameter => (cmdlet.Name, parameter))))
        {
            var type = parameter.parameter.ParameterType;
            type = type.GetElementType() ?? type;
            type = Nullable.GetUnderlyingType(type) ?? type;
            if (type.Namespace?.StartsWith("PassthroughTools", StringComparison.Ordinal) != true) continue;
            var takes = parameter.parameter.Attributes.OfType<TakesAttribute>().SingleOrDefault();
            string name = $"{parameter.Name} -{parameter.parameter.Name}";
            takes.ShouldNotBeNull(name).Type.ShouldBe(type);
            takes.IsOne.ShouldBe(!parameter.parameter.ParameterType.IsArray, name);
            found++;
        }

        found.ShouldBeGreaterThan(80);
    }

    [Theory]
    [InlineData("Start-VM $vmhost",
        "Host 'esxi01.lab' is not a VM. Give a VM or template, or its name. See what there is: Get-VM")]
    [InlineData("Start-VM ready-01, $cluster", "Cluster 'Lab-Cluster' is not a VM. ")]
    [InlineData("Start-VM @{ a = 1 }", "A hashtable is not a VM. ")]
    [InlineData("Start-VM ([pscustomobject]@{ a = 1; b = 2 })", "An object with a, b is not a VM. ")]
    [InlineData("Start-VM ([version]'1.2')", "'1.2' (Version) is not a VM. ")]
    [InlineData("Start-VM $server", "is not a VM. ")]
    [InlineData("Set-VMHost $vm -State Maintenance",
        "VM 'ready-01' is not a host. Give a host or its name. See what there is: Get-VMHost")]
    [InlineData("Get-VM -Location $hostdevice", "Device 'NIC free' is not a cluster or host. ")]
    [InlineData("Get-VM -Server $vm", "VM 'ready-01' is not a server. Give what Connect-VIServer returned, or its name.")]
    [InlineData("Get-PassthroughDevice -Template $vm", "VM 'ready-01' is not a template. ")]
    [InlineData("Add-PassthroughDevice $vm $cluster", "Cluster 'Lab-Cluster' is not a device. ")]
    [InlineData("Add-PassthroughDevice $vm -AllowedDevice T4", "'T4' is not a vendor and device ID. Write vendor:device ")]
    [InlineData("Remove-Snapshot before", "'before' is not a snapshot. A name does not tell the VM. Pipe the snapshot in: ")]
    [InlineData("Set-AdvancedSetting x -Value 1", "'x' is not an advanced setting. ")]
    [InlineData("Set-VMResourceConfiguration $vm",
        "VM 'ready-01' is not what is reserved for a VM. Pipe that in: Get-VMResourceConfiguration")]
    [InlineData("Wait-Task $vm", "VM 'ready-01' is not a task. ")]
    [InlineData("Invoke-PassthroughMaintenancePlan $vm", "VM 'ready-01' is not a maintenance plan. ")]
    [InlineData("Get-VMHost -State Sleeping", "There is no 'Sleeping'. Choose Connected, ")]
    [InlineData("Get-VMHost -State Conected", "There is no 'Conected'. Did you mean Connected?")]
    [InlineData("Get-VMHost -State $vm", "VM 'ready-01' cannot be taken. Choose Connected, ")]
    [InlineData("Start-VM @()", "An empty list is not a VM. Give a VM or template, or its name. See what there is: Get-VM")]
    [InlineData("Start-VM ''", "An empty name is not a VM. Give a VM or template, or its name. See what there is: Get-VM")]
    [InlineData("Start-VM ready-01, ''", "An empty name is not a VM. ")]
    [InlineData("Add-PassthroughDevice ready-01 @()", "An empty list is not a device. ")]
    [InlineData("Get-VM -Server @()", "An empty list is not a server. Give what Connect-VIServer returned, or its name.")]
    [InlineData("Get-View -ViewType HostSystem, VirtualMachine", "2 are given, and one is meant: a type of views. Choose ")]
    [InlineData("Set-VM ready-01 -Firmware Bios, Efi", "2 are given, and one is meant. Choose ")]
    [InlineData("Get-VM -Server 5", "'5' is not a server. Give what Connect-VIServer returned, or its name. Connected: '")]
    [InlineData("Get-VM -Server $vm.Uid",
        "is the Uid of an object, not of a server. Give its server, as -Server takes it by name. Connected: '")]
    [InlineData("Get-View -ViewType VirtualMachine -Filter @{ 'Runtime.PowerStat' = 'x' }",
        "Views of type VirtualMachine have no property 'Runtime.PowerStat': VirtualMachineRuntimeInfo has no 'PowerStat' here. "
        + "Did you mean PowerState?")]
    [InlineData("Get-View -ViewType HostSystem -Filter @{ Summary_ = 'x' }",
        "Views of type HostSystem have no property 'Summary_': ")]
    [InlineData("Get-Task -Status Sleeping", "There is no 'Sleeping'. Choose ")]
    public void TheMessageSaysWhatWasGivenAndWhatIsWanted(string command, string words)
    {
        var message = fixture.Probe.Real.Run(command).AllErrors.Single().Exception.Message;
        message.ShouldContain(words);
        message.ShouldNotContain("PassthroughTools.");
        message.ShouldNotContain("Reference");
    }

    [Fact]
    public void AnObjectOfAnotherSessionIsNamedToo()
    {
        var message =
            fixture.Probe.Real.Run(
                "Start-VM "
                + "([Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($vmhost)))")
            .AllErrors.Single().Exception.Message;
        message.ShouldContain("Host 'esxi01.lab' is not a VM. ");
    }
}
