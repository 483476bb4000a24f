using PassthroughTools.Core.Tests.Build;
using PassthroughTools.Errors;
using PassthroughTools.Inventory;
using PassthroughTools.Operations;
using PassthroughTools.Operations.Requirements;
using PassthroughTools.Prerequisites;
using PassthroughTools.State;
using Shouldly;
using Xunit;
using static PassthroughTools.Core.Tests.Build.Asks;
using static PassthroughTools.Core.Tests.Build.PrerequisiteLab;

namespace PassthroughTools.Core.Tests.Prerequisites;

/// <summary>
/// What is to be done before devices are attached and their machine is powered on: all of it, and in the order to do it.
/// </summary>
public sealed class AttachPrerequisiteTests
{
    [Fact]
    public void All_that_is_to_be_done_is_listed_in_its_order()
    {
        var state = Fit.ChangeVM("bare", static vm => vm with
            {
                PowerState = VMPowerState.PoweredOn, MemoryReservationLockedToMax = false, MemoryReservationMB = 0,
                HardwareVersion = 6,
                Firmware = Firmware.Bios, AdvancedSettings = VMRecord.NoSettings.Set("vhv.enable", "TRUE"),
            })
            .ChangeDevice("05:00.0", static device => device with { Mode = DeviceMode.Host, ActiveMode = DeviceMode.Host });
        Commands(state, "bare", "05:00.0").ShouldBe(
        [
            "VMNotPoweredOff: Stop-VM -VM 'bare'",
            "DeviceNotEnabled: Get-PassthroughDevice -VMHost 'esx1' -Id 0000:05:00.0 | Set-PassthroughDevice -Mode DirectPath",
            "RebootPending: Restart-VMHost -VMHost 'esx1' -Force",
            "NestedVirtualizationEnabled: Get-AdvancedSetting -Entity 'bare' -Name vhv.enable | Set-AdvancedSetting -Value FALSE",
            "MemoryNotReserved: Get-VMResourceConfiguration -VM 'bare' | Set-VMResourceConfiguration -MemReservationLockedToMax "
            + "$true",
            "HardwareVersionTooLow: Set-VM -VM 'bare' -HardwareVersion vmx-07",
            "FirmwareNotEfi: Set-VM -VM 'bare' -Firmware Efi",
            "MmioSizeTooSmall: Set-MmioSizing -VM 'bare' -SizeGB 32",
        ]);
    }

    [Fact]
    public void The_size_of_the_MMIO_region_is_for_all_devices_together()
    {
        var state = Fit.ChangeVM("bare", static vm => vm with { AdvancedSettings = VMRecord.NoSettings });
        Commands(state, "bare", "05:00.0").ShouldBe(["MmioSizeTooSmall: Set-MmioSizing -VM 'bare' -SizeGB 32"]);
        Commands(state, "bare", "05:00.0", "04:00.0").ShouldBe(["MmioSizeTooSmall: Set-MmioSizing -VM 'bare' -SizeGB 64"]);
    }

    [Fact]
    public void A_device_of_another_machine_is_freed_first()
    {
        Commands(Fit, "bare", "03:00.0").ShouldBe(
            ["DeviceInUse: Get-PassthroughDevice -VM 'fixed' -Id 0000:03:00.0 | Remove-PassthroughDevice"]);
    }

    [Fact]
    public void A_device_that_the_machine_has_already_is_not_to_be_detached()
    {
        var test = Tests(Fit, "fixed", "03:00.0").First(static test => test.ErrorId == ErrorId.DeviceInUse);
        (test.Result, test.Remedy).ShouldBe((Verdict.Fail, null));
        test.Needed.ShouldEndWith("The VM has it already: there is nothing to do");
        Fit.Refused(AttachFixed("fixed", "03:00.0"), ErrorId.DeviceInUse).Message
            .ShouldBe(
                "Device 0000:03:00.0 of host 'esx1' belongs to VM 'fixed' itself; a VM is given a device once. The VM has it "
                + "already: there is nothing to do.");
    }

    [Fact]
    public void A_device_of_a_running_machine_is_freed_set_and_its_host_restarted()
    {
        var state = Fit.Do(PowerOn("fixed"));
        Commands(state.ChangeDevice("03:00.0", static device => device with { ActiveMode = DeviceMode.Host }), "bare", "03:00.0")
            .ShouldBe(
        [
            "DeviceInUse: Stop-VM -VM 'fixed'; Get-PassthroughDevice -VM 'fixed' -Id 0000:03:00.0 | Remove-PassthroughDevice",
            "RebootPending: Restart-VMHost -VMHost 'esx1' -Force",
        ]);
    }

    [Fact]
    public void A_restart_moves_what_runs_off_and_brings_the_machine_back()
    {
        var state = Fit.AddVM("runs").AddHost("esx2").Do(PowerOn("runs"))
            .ChangeDevice("05:00.0", static device => device with { ActiveMode = DeviceMode.Host });
        Commands(state, "bare", "05:00.0").ShouldBe(
        [
            "RebootPending: Set-VMHost -VMHost 'esx1' -State Maintenance -Evacuate; Restart-VMHost -VMHost 'esx1'; "
                + "Set-VMHost -VMHost 'esx1' -State Connected; Move-VM -VM 'bare' -Destination 'esx1'",
        ]);

        // Where nothing can move, what each machine needs is shown.
        var alone = state.ChangeHost("esx2", static host => host with { ConnectionState = VMHostState.Disconnected });
        var test = Tests(alone, "bare", "05:00.0").Single(static test => test.ErrorId == ErrorId.RebootPending);
        test.Remedy.ShouldBe("New-PassthroughMaintenancePlan -VMHost 'esx1'");
        test.Needed.ShouldContain("Not all that runs there can move: Host 'esx1' runs VM 'runs', and no other host");
    }

    [Fact]
    public void A_request_whose_only_device_waits_for_a_restart_has_the_commands_of_that()
    {
        var state = Fit.AddVM("runs").AddHost("esx2").Do(PowerOn("runs"))
            .ChangeDevice("06:00.0", static device => device with { ActiveMode = DeviceMode.Host });
        var tests = Tests(state);
        (tests.Result, tests.Remedy).ShouldBe((
            Verdict.Fail,
            "Set-VMHost -VMHost 'esx1' -State Maintenance -Evacuate; Restart-VMHost -VMHost 'esx1'; "
                + "Set-VMHost -VMHost 'esx1' -State Connected; Move-VM -VM 'bare' -Destination 'esx1'"));

        var alone = Tests(state.ChangeHost("esx2", static host => host with { ConnectionState = VMHostState.Disconnected }));
        alone.Remedy.ShouldBe("New-PassthroughMaintenancePlan -VMHost 'esx1'");
        alone.Needed.ShouldContain("Not all that runs there can move: Host 'esx1' runs VM 'runs', and no other host");

        static PrerequisiteTest Tests(InventoryState state)
        {
            var bare = state.VMNamed("bare");
            return AttachPrerequisites.Of(state, bare, [new AttachEnhancedDevice { VMId = bare.Id, DeviceClass = "flex" }])
                .Single(static test => test.Requirement == "DeviceAvailable");
        }
    }

    [Fact]
    public void What_mends_several_is_said_once()
    {
        var state = Fit.ChangeDevice("05:00.0", static device => device with { ActiveMode = DeviceMode.Host })
            .ChangeDevice("04:00.0", static device => device with { ActiveMode = DeviceMode.Host });
        Tests(state, "bare", "05:00.0", "04:00.0").Where(static test => test.ErrorId == ErrorId.RebootPending)
            .Select(static test => test.Remedy)
            .ShouldBe(["Restart-VMHost -VMHost 'esx1' -Force", null]);
    }

    [Fact]
    public void A_machine_moves_to_the_host_of_its_devices_once_that_is_in_service()
    {
        var state = Fit.AddHost("esx2", static host => host with { ConnectionState = VMHostState.Maintenance })
            .AddDevice("07:00.0");
        Tests(state, "bare", "07:00.0").Single(static test => test.ErrorId == ErrorId.DeviceOnOtherHost).Remedy
            .ShouldBe("Get-PassthroughDevice -VMHost 'esx1'");
        Commands(state.ChangeHost("esx2", static host => host with { ConnectionState = VMHostState.Connected }),
            "bare", "07:00.0")
            .ShouldBe(["DeviceOnOtherHost: Move-VM -VM 'bare' -Destination 'esx2'"]);
        Commands(state.ChangeHost("esx2", static host => host with { ConnectionState = VMHostState.Connected }),
            "fixed", "07:00.0")
            .ShouldBe(["DeviceOnOtherHost: Get-PassthroughDevice -VMHost 'esx1'"]);
    }

    [Fact]
    public void Nothing_is_told_of_an_object_that_is_not_so_yet()
    {
        var state = Fit.ChangeVM("bare", static vm => vm with { PowerState = VMPowerState.PoweredOn })
            .ChangeDevice("05:00.0", static device => device with { Mode = DeviceMode.Host, ActiveMode = DeviceMode.Host });
        var tests = Tests(state, "bare", "05:00.0");
        tests.Select(static test => test.Target).OfType<VirtualMachine>()
            .ShouldAllBe(static vm => vm.PowerState == VMPowerState.PoweredOn && vm.PassthroughDevices.Count == 0);
        tests.Select(static test => test.Target).OfType<PassthroughDevice>()
            .ShouldAllBe(static device => device.Mode == DeviceMode.Host);
        tests.Single(static test => test.ErrorId == ErrorId.RebootPending).Found.ShouldBe(
            "Device 0000:05:00.0 of host 'esx1' runs in mode Host");
    }

    [Fact]
    public void A_request_is_tested_for_the_device_that_it_would_be_given()
    {
        var vm = Fit.VMNamed("bare");
        Failed(Fit, new AttachEnhancedDevice { VMId = vm.Id, DeviceClass = "flex" }).ShouldBeEmpty();
        var taken = Fit.Do(PowerOn("enhanced"));
        Failed(taken, new AttachEnhancedDevice { VMId = vm.Id, DeviceClass = "flex" }).ShouldBe(["DeviceAvailable"]);
        Should.Throw<PassthroughException>(() => Failed(Fit, new AttachEnhancedDevice { VMId = vm.Id, DeviceClass = "none" }))
            .Id.ShouldBe(ErrorId.DeviceNotFound);

        IEnumerable<string> Failed(InventoryState state, AttachOperation request) =>
            AttachPrerequisites.Of(state, state.VMNamed("bare"), [request])
            .Where(static test => test.Result == Verdict.Fail).Select(static test => test.Requirement);
    }

    private static IReadOnlyList<PrerequisiteTest> Tests(InventoryState state, string vm, params string[] addresses) =>
        AttachPrerequisites.Of(state, state.VMNamed(vm), [.. addresses.Select(address => new AttachFixedDevice
        {
            VMId = state.VMNamed(vm).Id, VMHostId = state.HostOf(address).Id, Address = PciAddress.Parse(address),
        })]);

    private static IEnumerable<string> Commands(InventoryState state, string vm, params string[] addresses) =>
        Tests(state, vm, addresses).Where(static test => test.Result == Verdict.Fail)
            .Select(static test => $"{test.ErrorId}: {test.Remedy}");
}
