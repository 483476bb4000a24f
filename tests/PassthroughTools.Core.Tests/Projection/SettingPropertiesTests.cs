using PassthroughTools.Projection;
using PassthroughTools.State;
using Shouldly;
using VMware.Vim;
using Xunit;

namespace PassthroughTools.Core.Tests.Projection;

/// <summary>Properties of a machine's VIM configuration that are settings in its .vmx, as people and ESXi write them.</summary>
public sealed class SettingPropertiesTests
{
    [Theory]
    [InlineData("0,2,4", "0,2,4")]
    [InlineData("14-16, 42", "14,15,16,42")]
    [InlineData("all", null)]
    [InlineData("", null)]
    [InlineData("3-1", null)]
    [InlineData("-1", null)]
    [InlineData("0-2000000000", null)]
    [InlineData("0-9223372036854775807", null)]
    public void ProcessorsAreAListOfNumbersAndRanges(string setting, string? expected)
    {
        var set = Config("sched.cpu.affinity", setting).CpuAffinity?.AffinitySet;
        (set is null ? null : string.Join(',', set)).ShouldBe(expected);
    }

    [Theory]
    [InlineData("HIGH", LatencySensitivitySensitivityLevel.high)]
    [InlineData("normal", LatencySensitivitySensitivityLevel.normal)]
    [InlineData("3", null)]
    [InlineData("none", null)]
    public void LatencySensitivityIsOneOfTheLevels(string setting, LatencySensitivitySensitivityLevel? expected) =>
        (Config("sched.cpu.latencySensitivity", setting).LatencySensitivity?.Level).ShouldBe(expected);

    [Theory]
    [InlineData("required", null)]
    [InlineData("", null)]
    [InlineData("2", "MigrateEncryption '2' is neither")]
    [InlineData("always", "MigrateEncryption 'always' is neither")]
    public void AModeOfEncryptionIsOneThatVimHas(string mode, string? fault)
    {
        var found = SettingProperties.Fault(new VirtualMachineConfigSpec { MigrateEncryption = mode });
        if (fault is null) found.ShouldBeNull();
        else found.ShouldNotBeNull().ShouldStartWith(fault);
    }

    /// <summary>What a spec asks is what the configuration has then.</summary>
    [Fact]
    public void WhatIsAskedIsRead()
    {
        var spec = new VirtualMachineConfigSpec
        {
            BootOptions = new VirtualMachineBootOptions { BootDelay = 5000, EfiSecureBootEnabled = true },
            Flags = new VirtualMachineFlagInfo { EnableLogging = false, VvtdEnabled = true },
            LatencySensitivity = new LatencySensitivity { Level = LatencySensitivitySensitivityLevel.high },
            CpuAffinity = new VirtualMachineAffinityInfo { AffinitySet = [3, 1] },
            MigrateEncryption = "opportunistic",
            NestedHVEnabled = true,
        };
        var asked = SettingProperties.Asked(spec).ToList();
        var config = Config([.. asked.Select(static one => (one.Key, one.Value))]);
        (config.BootOptions!.BootDelay, config.BootOptions.EfiSecureBootEnabled).ShouldBe((5000, true));
        (config.Flags!.EnableLogging, config.Flags.VvtdEnabled).ShouldBe((false, true));
        config.MigrateEncryption.ShouldBe("opportunistic");
        (config.LatencySensitivity!.Level, string.Join(',', config.CpuAffinity!.AffinitySet!))
            .ShouldBe((LatencySensitivitySensitivityLevel.high, "3,1"));
        asked.Single(static one => one.Key == VMRecord.NestedVirtualization).Value.ShouldBe("TRUE");
        asked.Select(static one => one.Path).ShouldBe(SettingProperties.Paths, ignoreOrder: true);
    }

    /// <summary>As on the wire, where an empty set and none are the same.</summary>
    [Fact]
    public void ProcessorsWithoutASetAreTakenAway() => SettingProperties
        .Asked(new VirtualMachineConfigSpec { CpuAffinity = new VirtualMachineAffinityInfo() })
        .ShouldHaveSingleItem().Value.ShouldBe("");

    private static VirtualMachineConfigInfo Config(string key, string value) => Config((key, value));

    private static VirtualMachineConfigInfo Config(params (string Key, string Value)[] settings)
    {
        var vm = new VMRecord { Id = "VirtualMachine-vm-1", Name = "vm", HostId = "HostSystem-host-1" };
        foreach (var (key, value) in settings) vm = vm with { AdvancedSettings = vm.AdvancedSettings.Set(key, value) };
        return new VirtualMachineConfigInfo().WithSettings(vm);
    }
}
