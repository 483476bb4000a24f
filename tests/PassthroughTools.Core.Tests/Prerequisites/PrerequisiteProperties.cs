using PassthroughTools.Core.Tests.Build;
using PassthroughTools.Core.Tests.Properties;
using PassthroughTools.Errors;
using PassthroughTools.Inventory;
using PassthroughTools.Operations;
using PassthroughTools.Operations.Requirements;
using PassthroughTools.Prerequisites;
using PassthroughTools.State;
using Shouldly;
using Xunit;
using Xunit.Abstractions;

namespace PassthroughTools.Core.Tests.Prerequisites;

/// <summary>On random inventories: what the check calls Fail, operations refuse, and nothing else.</summary>
public sealed class PrerequisiteProperties(ITestOutputHelper output)
{
    private const int Inventories = 2000;

    private readonly SortedDictionary<string, int> outcomes = new(StringComparer.Ordinal);

    [Fact]
    public void A_machine_is_powered_on_exactly_where_its_check_has_no_Fail()
    {
        for (int seed = 0; seed < Inventories; seed++)
        {
            var state = Disturbed(seed);
            foreach (var vm in state.VMs.Values.Where(
                static vm => vm is { Devices.Count: > 0, PowerState: not VMPowerState.PoweredOn }))
            {
                var failed = Failed(VMPrerequisites.Of(state, vm));
                var refusal = state.Outcome(_ => new PowerOnVM { VMId = vm.Id });
                Count(refusal);
                if (refusal is null) failed.ShouldBeEmpty($"seed {seed}, {vm.Name}: it is powered on");
                else failed.ShouldContain(refusal.Value, $"seed {seed}, {vm.Name}");
            }
        }

        Enough(ErrorId.VMHostNotAvailable, ErrorId.MemoryNotReserved, ErrorId.HardwareVersionTooLow, ErrorId.TooManyDevices,
            ErrorId.DeviceNotAvailable, ErrorId.DeviceOnOtherHost, ErrorId.DeviceNotFound,
            ErrorId.DeviceNotEnabled, ErrorId.RebootPending, ErrorId.IommuDisabled, ErrorId.Above4GDecodingDisabled,
            ErrorId.FirmwareNotEfi, ErrorId.MmioSizeTooSmall, ErrorId.TemplateNotSupported,
            ErrorId.DeviceMismatch, ErrorId.NestedVirtualizationEnabled, ErrorId.DeviceInUse);
    }

    /// <summary>The cmdlets ask only where the quick look says that there may be something to tell.</summary>
    [Fact]
    public void Nothing_is_unknown_where_the_quick_look_finds_nothing()
    {
        int quick = 0, told = 0;
        for (int seed = 0; seed < Inventories; seed++)
        {
            var state = Disturbed(seed);
            foreach (var vm in state.VMs.Values)
            {
                var unknowns = VMPrerequisites.Unknowns(state, vm).ToList();
                if (unknowns.Count > 0) told++;
                if (VMPrerequisites.MayHaveUnknowns(state.Host(vm.HostId), vm)) continue;
                quick++;
                unknowns.ShouldBeEmpty($"seed {seed}, {vm.Name}");
            }
        }

        quick.ShouldBeGreaterThan(200);
        told.ShouldBeGreaterThan(200);
    }

    [Fact]
    public void A_device_is_attached_to_a_machine_without_one_exactly_where_neither_check_has_a_Fail()
    {
        // These depend on the device, which the machine's check does not know, or on the machine, which the device's does not:
        // they warn.
        ErrorId[] ofBoth = [ErrorId.FirmwareNotEfi, ErrorId.Above4GDecodingDisabled, ErrorId.DeviceInUse];
        for (int seed = 0; seed < Inventories; seed++)
        {
            var state = Disturbed(seed);
            foreach (var vm in state.VMs.Values.Where(static vm => vm.Devices.Count == 0))
            {
                var host = state.Host(vm.HostId);
                foreach (var device in host.Devices.Where(
                    static device => device.Mode is DeviceMode.DirectPath or DeviceMode.Unknown))
                {
                    var ofVM = VMPrerequisites.Of(state, vm);
                    var ofDevice = DevicePrerequisites.Of(DeviceRequirements.View(state, host, device));
                    var failed = Failed(ofVM).Union(Failed(ofDevice)).ToList();
                    var warned = ofVM.Concat(ofDevice).Where(static test => test.Result == Verdict.Warning)
                        .Select(static test => test.ErrorId);
                    var refusal = state.Outcome(
                        _ => new AttachFixedDevice { VMId = vm.Id, VMHostId = host.Id, Address = device.Address });
                    Count(refusal);
                    if (refusal is null) failed.ShouldBeEmpty($"seed {seed}, {vm.Name}, {device.Address}: it is attached");
                    else if (ofBoth.Contains(refusal.Value)) failed.Concat(warned.OfType<ErrorId>())
                        .ShouldContain(refusal.Value, $"seed {seed}, {vm.Name}, {device.Address}");
                    else failed.ShouldContain(refusal.Value, $"seed {seed}, {vm.Name}, {device.Address}");
                }
            }
        }

        Enough(ErrorId.VMNotPoweredOff, ErrorId.MemoryNotReserved, ErrorId.HardwareVersionTooLow, ErrorId.DeviceInUse,
            ErrorId.DeviceNotPassthroughCapable,
            ErrorId.RebootPending, ErrorId.IommuDisabled, ErrorId.Above4GDecodingDisabled, ErrorId.FirmwareNotEfi,
            ErrorId.TemplateNotSupported,
            ErrorId.NestedVirtualizationEnabled);
    }

    [Fact]
    public void Devices_are_attached_and_the_machine_powered_on_exactly_where_the_check_of_both_has_no_Fail()
    {
        for (int seed = 0; seed < Inventories; seed++)
        {
            var random = new Random(seed);
            var state = Disturbed(seed);
            foreach (var vm in state.VMs.Values)
            {
                var requests = Enumerable.Range(0, random.Next(1, 3)).Select(_ => Attach(state, vm, random)).ToList();
                Operation[] steps = [.. requests, new PowerOnVM { VMId = vm.Id }];
                ErrorId? refusal = null;
                var then = state;
                foreach (var step in steps)
                {
                    var now = then;
                    refusal = now.Outcome(_ => step);
                    if (refusal is not null) break;
                    then = now.With([.. step.Decide(now).Changes]);
                }

                Count(refusal);
                List<ErrorId> failed;
                try
                {
                    failed = Failed(AttachPrerequisites.Of(state, vm, requests));
                }
                catch (PassthroughException nothing)
                {
                    failed = [nothing.Id];
                    refusal.ShouldNotBeNull($"seed {seed}, {vm.Name}: {nothing.Message}");
                    continue;
                }

                if (refusal is null) failed.ShouldBeEmpty($"seed {seed}, {vm.Name}: {string.Join("; ", requests)}");
                else failed.ShouldContain(refusal.Value, $"seed {seed}, {vm.Name}: {string.Join("; ", requests)}");
            }
        }

        Enough(ErrorId.VMNotPoweredOff, ErrorId.MemoryNotReserved, ErrorId.HardwareVersionTooLow, ErrorId.DeviceInUse,
            ErrorId.DeviceNotPassthroughCapable,
            ErrorId.RebootPending, ErrorId.IommuDisabled, ErrorId.Above4GDecodingDisabled, ErrorId.FirmwareNotEfi,
            ErrorId.TemplateNotSupported,
            ErrorId.NestedVirtualizationEnabled, ErrorId.DeviceNotAvailable, ErrorId.MmioSizeTooSmall, ErrorId.VMHostNotAvailable,
            ErrorId.DeviceOnOtherHost, ErrorId.DeviceNotEnabled);
    }

    [Fact]
    public void Every_object_can_be_tested_whatever_its_state()
    {
        for (int seed = 0; seed < 500; seed++)
        {
            var state = Disturbed(seed);
            var tests = state.VMs.Values.SelectMany(vm => VMPrerequisites.Of(state, vm))
                .Concat(state.Hosts.Values.SelectMany(host => HostPrerequisites.Of(state, host)))
                .Concat(state.VMs.Values.SelectMany(vm => state.View(vm).PassthroughDevices).SelectMany(DevicePrerequisites.Of));
            foreach (var test in tests)
            {
                test.Source.ShouldNotBeEmpty();
                test.TargetName.ShouldNotBeEmpty();
                (test.Remedy is null && test.Advice.Length == 0).ShouldBe(test.Result == Verdict.Pass);
                test.Remedy?.ShouldMatch("^[A-Z][a-z]+-[A-Z]");
            }
        }
    }

    private static AttachOperation Attach(InventoryState state, VMRecord vm, Random random)
    {
        var host = random.Next(8) == 0 ? Any(random, state.Hosts.Values) : state.Host(vm.HostId);
        var device = host.Devices.Count == 0 ? null : Any(random, host.Devices);
        return random.Next(8) switch
        {
            0 => new AttachEnhancedDevice { VMId = vm.Id, DeviceClass = "com.vendor.flex" },
            1 => new AttachDynamicDevice { VMId = vm.Id, AllowedDevices = [new AllowedDevice(0x10de, 0x25b6)] },
            2 => new AttachDeviceGroup { VMId = vm.Id, DeviceGroup = "pair" },
            _ => new AttachFixedDevice { VMId = vm.Id, VMHostId = host.Id, Address = device?.Address ?? default },
        };
    }

    /// <summary>A random inventory where devices were attached and things went wrong afterwards.</summary>
    private static InventoryState Disturbed(int seed)
    {
        var random = new Random(seed);
        var state = RandomInventory.Of(seed);
        for (int i = random.Next(12); i > 0; i--)
        {
            var vm = Any(random, state.VMs.Values);
            var host = state.Host(vm.HostId);
            var device = Any(random, host.Devices);
            Operation operation = random.Next(4) switch
            {
                0 or 1 => new AttachFixedDevice { VMId = vm.Id, VMHostId = host.Id, Address = device.Address },
                2 => new AttachDynamicDevice { VMId = vm.Id,
                    AllowedDevices = [new AllowedDevice(device.VendorId, device.DeviceId)] },
                _ => new AttachEnhancedDevice { VMId = vm.Id, DeviceClass = "com.vendor.flex" },
            };
            if (state.Outcome(_ => operation) is null) state = state.Apply(state.Revision + 1, operation.Decide(state).Changes);
        }

        for (int i = random.Next(3); i > 0 && state.Hosts.Values.All(static host => host.Devices.Count > 0); i--)
            state = state.With(WrongOf(state, random));
        return state;
    }

    private static Change WrongOf(InventoryState state, Random random)
    {
        var vm = Any(random, [.. state.VMs.Values.Where(static vm => vm.Devices.Count > 0), .. state.VMs.Values.Take(1)]);
        var host = state.Host(vm.HostId);
        var device = vm.Devices.Select(attachment => attachment.Device is { } held ? state.FindDevice(held) : null)
            .FirstOrDefault(static device => device is not null) ?? Any(random, host.Devices);
        var hostOfDevice = state.Hosts.Values.First(other => other.Devices.Contains(device));
        return random.Next(18) switch
        {
            0 => new VMPut(vm with { MemoryReservationLockedToMax = false, MemoryReservationMB = 1 }),
            1 => new VMPut(vm with { Firmware = Firmware.Bios }),
            2 => new VMPut(vm with { HardwareVersion = Any(random, [5, 6, 12, 19]) }),
            3 => new VMPut(vm with { AdvancedSettings = VMRecord.NoSettings }),
            4 => new VMPut(vm with { HostId = Any(random, state.Hosts.Values).Id }),
            5 => new VMPut(vm with { IsTemplate = true }),
            6 => new VMPut(vm with { PowerState = VMPowerState.Suspended }),
            7 => new HostPut(host with { IommuEnabled = false }),
            8 => new HostPut(host with { Above4GDecoding = false }),
            9 => new HostPut(host with { ConnectionState = VMHostState.NotResponding }),
            10 => new HostPut(host with { Devices = [.. host.Devices.Where(other => other != device)] }),
            11 => new DevicePut(hostOfDevice.Id, device with { Mode = DeviceMode.Host, ActiveMode = DeviceMode.Host }),
            12 => new DevicePut(hostOfDevice.Id, device with { ActiveMode = DeviceMode.Host }),
            13 => new VMPut(
                vm with { AdvancedSettings = vm.AdvancedSettings.Set("vhv.enable", Any(random, ["TRUE", "true", "FALSE"])) }),
            14 => new DevicePut(hostOfDevice.Id, device with { DeviceId = Any<PciId>(random, [0x1eb9, 0]) }),
            15 => new DevicePut(hostOfDevice.Id, device with { ParentAddress = Any(random, hostOfDevice.Devices).Address }),
            16 => new HostPut(hostOfDevice with
            {
                Devices = [.. hostOfDevice.Devices.Select(
                    other => other with { DependentAddress = PciAddress.Parse("0000:00:01.0") })],
            }),
            _ => new VMPut(vm with
            {
                Devices =
                [
                    .. vm.Devices,
                    .. Enumerable.Range(14000 + vm.Devices.Count, random.Next(20)).Select(static key => new AttachmentRecord
                    {
                        Key = key, Technology = DirectPathTechnology.Dynamic,
                        AllowedDevices = [new AllowedDevice(0x15b3, 0x1018)],
                    }),
                ],
            }),
        };
    }

    private static T Any<T>(Random random, IEnumerable<T> of)
    {
        var all = of.ToList();
        return all[random.Next(all.Count)];
    }

    private static List<ErrorId> Failed(IEnumerable<PrerequisiteTest> tests) =>
        [.. tests.Where(static test => test.Result == Verdict.Fail).Select(static test => test.ErrorId!.Value)];

    private void Count(ErrorId? refusal)
    {
        var outcome = refusal?.ToString() ?? "done";
        outcomes[outcome] = outcomes.GetValueOrDefault(outcome) + 1;
    }

    /// <summary>A property over inventories in which nothing goes wrong, or everything does, would say nothing.</summary>
    private void Enough(params ErrorId[] ids)
    {
        foreach (var outcome in outcomes) output.WriteLine($"{outcome.Value,6}  {outcome.Key}");
        outcomes["done"].ShouldBeGreaterThan(100);
        foreach (var id in ids) outcomes.ContainsKey(id.ToString()).ShouldBeTrue($"{id} is met");
    }
}
