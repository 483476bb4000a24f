using PassthroughTools.Errors;
using PassthroughTools.Importing;
using PassthroughTools.Inventory;
using PassthroughTools.State;
using Shouldly;
using Xunit;

namespace PassthroughTools.Core.Tests.Importing;

public sealed class VmxTests
{
    private static readonly VMRecord Nobody = new() { Id = "vm-1", Name = "x", HostId = "host-1" };

    [Fact]
    public void KeysBecomeProperties()
    {
        var vm = Read(
            """
            #!/usr/bin/vmware
            .encoding = "UTF-8"
            VIRTUALHW.VERSION = "20"
            displayName = "gpu-01"
            guestOS = "ubuntu-64"
            numvcpus = "8"
            cpuid.coresPerSocket = "4"
            memSize = "32768"
            sched.mem.min = "16384"   # half of it
            sched.mem.pin = "TRUE"
            sched.cpu.min = "2000"
            firmware = "efi"
            annotation = "T4 |22test|22|0Asecond line |7C pipe, bare | stays"
            pciPassthru.use64bitMMIO = "TRUE"
            pciPassthru.64bitMMIOSizeGB = "64"
            svga.present = "TRUE"
            sched.cpu.latencySensitivity = "high"
            guestinfo.userdata = "secret"
            RemoteDisplay.vnc.key = "secret"
            uuid.bios = "56 4d 3f 2a 0b 1c 4d 5e-8f 90 a1 b2 c3 d4 e5 f6"
            vc.uuid = "50 2c 1a 2b 3c 4d 5e 6f-70 81 92 a3 b4 c5 d6 e7"
            """);

        vm.ShouldBe(Nobody with
        {
            Name = "gpu-01",
            NumCpu = 8,
            CoresPerSocket = 4,
            MemoryMB = 32768,
            MemoryReservationMB = 16384,
            MemoryReservationLockedToMax = true,
            CpuReservationMhz = 2000,
            Firmware = Firmware.Efi,
            HardwareVersion = 20,
            GuestId = "ubuntu64Guest",
            Uuid = Guid.Parse("564d3f2a-0b1c-4d5e-8f90-a1b2c3d4e5f6"),
            InstanceUuid = Guid.Parse("502c1a2b-3c4d-5e6f-7081-92a3b4c5d6e7"),
            Notes = "T4 \"test\"\nsecond line | pipe, bare | stays",
            AdvancedSettings = vm.AdvancedSettings,
            Devices = vm.Devices,
            Snapshots = vm.Snapshots,
        });
        vm.AdvancedSettings.Select(static pair => $"{pair.Key}={pair.Value}").ShouldBe(
            ["pciPassthru.64bitMMIOSizeGB=64", "pciPassthru.use64bitMMIO=TRUE", "sched.cpu.latencySensitivity=high",
                "svga.present=TRUE"]);
        vm.Devices.ShouldBeEmpty();
    }

    [Fact]
    public void WhatTheFileLeavesOutHasTheHypervisorsDefault()
    {
        var vm = Read("virtualHW.version = \"13\"\nmemSize = 2048 # no quotes\n");

        (vm.NumCpu, vm.CoresPerSocket, vm.MemoryMB, vm.MemoryReservationMB, vm.Firmware, vm.IsTemplate, vm.Notes)
            .ShouldBe((1, 1, 2048L, 0L, Firmware.Bios, false, null));
    }

    [Theory]
    [InlineData("/vmfs/volumes/ds1/web/web-01.vmx", "web-01", false)]
    [InlineData(@"C:\vm\gold.2025.vmtx", "gold.2025", true)]
    [InlineData("plain", "plain", false)]
    public void WithoutADisplayNameTheFilesNameCounts(string path, string name, bool isTemplate)
    {
        var file = new ImportFile(path, "virtualHW.version = \"13\"\nmemSize = \"2048\"\n").VM!;

        file.Name.ShouldBe(name);
        file.ApplyTo(Nobody, Nobody.HostId).IsTemplate.ShouldBe(isTemplate);
    }

    [Theory]
    [InlineData("True", true)]
    [InlineData("YES", true)]
    [InlineData("on", true)]
    [InlineData("t", true)]
    [InlineData("1", true)]
    [InlineData("FALSE", false)]
    [InlineData("no", false)]
    [InlineData("Off", false)]
    [InlineData("N", false)]
    [InlineData("0", false)]
    [InlineData("", false)]
    public void ABooleanIsReadAlikeEverywhere(string text, bool expected)
    {
        var vm = Imports.Vmx(
            "web", $"sched.mem.pin = \"{text}\"", $"vhv.enable = \"{text}\"", $"ethernet0.present = \"{text}\"",
            "ethernet0.pfId = \"00000:024:00.0\"",
            $"pciPassthru0.present = \"{text}\"", "pciPassthru0.id = \"00000:066:00.0\"").VM!.ApplyTo(Nobody, Nobody.HostId);

        (vm.MemoryReservationLockedToMax, vm.ExposesVirtualization, vm.Devices.Count > 0,
            vm.AdvancedSettings.Find("ethernet0.pfId") is not null)
            .ShouldBe((expected, expected, expected, expected));
    }

    [Theory]
    [InlineData("sched.mem.pin")]
    [InlineData("vhv.enable")]
    [InlineData("pciPassthru.use64bitMMIO")]
    [InlineData("pciPassthru0.present")]
    public void WhatIsNoBooleanIsRefused(string key) =>
        Imports.Refused(ErrorId.InputMalformed, () => Imports.Vmx("web", $"{key} = \"maybe\"")).Message
            .ShouldBe($"File 'web.vmx', line 6: '{key}' is 'maybe'; TRUE or FALSE is expected.");

    [Fact]
    public void DevicesAreReadByTheirKeys()
    {
        var vm = Imports.Vmx(
            "all",
            "pciPassthru0.present = \"TRUE\"", "pciPassthru0.id = \"00000:066:00.0\"",
            "pciPassthru2.present = \"TRUE\"", "pciPassthru2.allowedDevices = \"0x10de:0x1eb8,0x10de:0x20b0\"",
            "pciPassthru2.customLabel = \"Training\"",
            "pciPassthru11.present = \"TRUE\"", "pciPassthru11.virtualDev = \"dvx\"",
            "pciPassthru11.dvx.deviceClass = \"com.intel.dsa\"", "pciPassthru11.dvx.config.profile_id = \"1\"",
            "pciPassthru3.present = \"FALSE\"", "pciPassthru3.id = \"nonsense\"",
            "pciPassthru4.id = \"left behind\"").VM!.ApplyTo(Nobody, Nobody.HostId);

        vm.Devices.Select(static device => device.Key).ShouldBe([13000, 13002, 13011]);
        vm.Devices[0].ShouldBe(new AttachmentRecord
        {
            Key = 13000,
            Technology = DirectPathTechnology.Fixed,
            Device = new DeviceRef("host-1", PciAddress.Parse("0000:42:00.0")),
            AllowedDevices = vm.Devices[0].AllowedDevices,
        });
        vm.Devices[1].Technology.ShouldBe(DirectPathTechnology.Dynamic);
        vm.Devices[1].AllowedDevices.ShouldBe([AllowedDevice.Parse("10de:1eb8"), AllowedDevice.Parse("10de:20b0")]);
        vm.Devices[1].HardwareLabel.ShouldBe("Training");
        vm.Devices[1].Device.ShouldBeNull();
        vm.Devices[2].Technology.ShouldBe(DirectPathTechnology.Enhanced);
        vm.Devices[2].DeviceClass.ShouldBe("com.intel.dsa");
        vm.Devices[2].ConfigParameters.Single().ShouldBe(new("profile_id", "1"));
    }

    [Fact]
    public void WhatIsSetForPassthroughBecomesAdvancedSettings()
    {
        var vm = Imports.Vmx(
            "tuned",
            "pciPassthru0.present = \"TRUE\"", "pciPassthru0.id = \"00000:059:00.0\"", "pciPassthru0.vendorId = \"0x10de\"",
            "pciPassthru0.deviceId = \"0x1eb8\"",
            "pciPassthru0.systemId = \"60000000-0000-0000-0000-000000000000\"", "pciPassthru0.pciSlotNumber = \"192\"",
            "PCIPASSTHRU0.msiEnabled = \"FALSE\"", "pciPassthru0.resetMethod = \"d3d0\"", "pciPassthru0.opromEnabled = TRUE",
            "pciPassthru1.present = \"FALSE\"", "pciPassthru1.maxMSIXvectors = \"32\"",
            "pciPassthru2.present = \"TRUE\"", "pciPassthru2.vgpu = \"grid_t4-8q\"", "pciPassthru2.cfg.enable_uvm = \"1\"",
            "pciPassthru.allowP2P = \"TRUE\"", "hypervisor.cpuid.v0 = \"FALSE\"", "vhv.enable = \"FALSE\"",
            "SMBIOS.reflectHost = \"TRUE\"",
            "ethernet0.present = \"TRUE\"", "sched.mem.minSize = \"4096\"").VM!.ApplyTo(Nobody, Nobody.HostId);

        vm.AdvancedSettings.Select(static pair => $"{pair.Key}={pair.Value}").ShouldBe(
            ["hypervisor.cpuid.v0=FALSE", "pciPassthru.allowP2P=TRUE", "pciPassthru0.msiEnabled=FALSE",
                "pciPassthru0.opromEnabled=TRUE",
                "pciPassthru0.resetMethod=d3d0", "pciPassthru1.maxMSIXvectors=32", "pciPassthru2.vgpu=grid_t4-8q",
                "SMBIOS.reflectHost=TRUE", "vhv.enable=FALSE"],
            ignoreOrder: true);
    }

    [Theory]
    [InlineData("vmx.allowNested", "TRUE")]
    [InlineData("windows.vbs.enabled", "TRUE")]
    [InlineData("vbs.enabled", "TRUE")]
    [InlineData("uefi.secureBoot.enabled", "TRUE")]
    [InlineData("UEFI.allowAuthBypass", "TRUE")]
    [InlineData("efi.quickBoot.enabled", "FALSE")]
    [InlineData("bios.bootOrder", "hdd")]
    [InlineData("bios440.filename", "custom.rom")]
    [InlineData("vvtd.enable", "TRUE")]
    [InlineData("vtpm.present", "TRUE")]
    [InlineData("sev.enable", "TRUE")]
    [InlineData("sgx.enable", "TRUE")]
    [InlineData("vcpu.hotadd", "TRUE")]
    [InlineData("mem.hotadd", "TRUE")]
    [InlineData("sched.cpu.affinity", "0-15")]
    [InlineData("sched.node.affinity", "1")]
    [InlineData("sched.mem.lpage.enable1GPage", "TRUE")]
    [InlineData("acpi.smbiosVersion2.7", "FALSE")]
    public void WhatChangesHowAMachineBootsOrRunsIsKept(string key, string value)
    {
        var file = Imports.Vmx("x", $"{key} = \"{value}\"");

        file.VM!.ApplyTo(Nobody, Nobody.HostId).AdvancedSettings.Single().ShouldBe(new(key, value));
        file.VM!.LeftOut.ShouldBeNull();
    }

    [Fact]
    public void AKeyThatIsNotKnownIsNamedAndWhatIsHarmlessIsNot()
    {
        Imports.Vmx(
            "x",
            "scsi0:0.fileName = \"x.vmdk\"", "sched.scsi0:0.shares = \"normal\"", "sched.cpu.affinity = \"all\"",
            "sched.mem.affinity = \"all\"",
            "ethernet12.present = \"TRUE\"", "ctkEnabled = \"TRUE\"", "toolsInstallManager.updateCounter = \"1\"",
            "vmotion.svga.mobMaxSize = \"1\"",
            "guestinfo.userdata = \"secret\"", "encryption.data = \"secret\"", "monitor.phys_bits_used = \"45\"",
            "vmxstats.filename = \"x.scoreboard\"",
            "guestOS.detailed.data = \"x\"", "hpet0.present = \"TRUE\"",
            "floppy0.present = \"FALSE\"").VM!.LeftOut.ShouldBeNull();
        var file = Imports.Vmx("x", "quux.enable = \"secret\"", "pciPassthru1000.id = \"1\"", "guestOS = \"plan9\"");
        Imports.Empty.Decide(file).Items.Single(static item => item.Kind == ImportedKind.VirtualMachine).Detail
            .ShouldBe("left out: guestOS 'plan9' (VIM has no such identifier), keys 'pciPassthru1000.id', 'quux.enable'");
        Imports.Vmx("x", [.. Enumerable.Range(10, 30).Select(static i => $"q{i}q = \"1\"")]).VM!.LeftOut.ShouldEndWith(
            "'q17q' and 22 more");
    }

    [Theory]
    [InlineData("0x10de", "0x1eb8", 0x10de, 0x1eb8)]
    [InlineData("8086", "10c9", 0x8086, 0x10c9)]
    [InlineData("", "0x1eb8", 0, 0x1eb8)]
    public void ADeviceKeepsTheCardThatItIsConfiguredWith(string vendor, string device, int vendorId, int deviceId)
    {
        var attachment = Imports.Vmx(
            "x", "pciPassthru0.present = \"TRUE\"", "pciPassthru0.id = \"00000:059:00.0\"",
            $"pciPassthru0.vendorId = \"{vendor}\"", $"pciPassthru0.deviceId = \"{device}\"")
            .VM!.ApplyTo(Nobody, Nobody.HostId).Devices.Single();

        (attachment.VendorId, attachment.DeviceId).ShouldBe(((PciId)vendorId, (PciId)deviceId));
    }

    [Theory]
    [InlineData("ubuntu-64", "ubuntu64Guest")]
    [InlineData("UBUNTU-64", "ubuntu64Guest")]
    [InlineData("rhel9-64", "rhel9_64Guest")]
    [InlineData("centos-64", "centos64Guest")]
    [InlineData("centos7-64", "centos7_64Guest")]
    [InlineData("debian12-64", "debian12_64Guest")]
    [InlineData("sles15-64", "sles15_64Guest")]
    [InlineData("oraclelinux8-64", "oracleLinux8_64Guest")]
    [InlineData("other3xlinux-64", "other3xLinux64Guest")]
    [InlineData("other", "otherGuest")]
    [InlineData("other-64", "otherGuest64")]
    [InlineData("otherlinux-64", "otherLinux64Guest")]
    [InlineData("linux", "otherLinuxGuest")]
    [InlineData("windows9-64", "windows9_64Guest")]
    [InlineData("windows9srv-64", "windows9Server64Guest")]
    [InlineData("windows7srv-64", "windows7Server64Guest")]
    [InlineData("windows2019srv-64", "windows2019srv_64Guest")]
    [InlineData("windows2019srvNext-64", "windows2019srvNext_64Guest")]
    [InlineData("windows11-64", "windows11_64Guest")]
    [InlineData("winNetEnterprise-64", "winNetEnterprise64Guest")]
    [InlineData("longhorn", "winLonghornGuest")]
    [InlineData("freeBSD12-64", "freebsd12_64Guest")]
    [InlineData("vmware-photon-64", "vmwarePhoton64Guest")]
    [InlineData("vmkernel8", "vmkernel8Guest")]
    [InlineData("darwin-64", "darwin64Guest")]
    [InlineData("rockylinux-64", "rockylinux_64Guest")]
    [InlineData("CRXPod1-64", "crxPod1Guest")]
    [InlineData("otherLinux64Guest", "otherLinux64Guest")]
    public void TheGuestIsNamedAsInVim(string guestOS, string guestId) =>
        Imports.Vmx("x", $"guestOS = \"{guestOS}\"").VM!.ApplyTo(Nobody, Nobody.HostId).GuestId.ShouldBe(guestId);

    [Fact]
    public void AGuestThatVimDoesNotNameIsLeftOutAndSaidToBe()
    {
        var file = Imports.Vmx("x", "guestOS = \"plan9-64\"");

        file.VM!.ApplyTo(Nobody with { GuestId = "otherGuest64" }, Nobody.HostId).GuestId.ShouldBe("otherGuest64");
        Imports.Empty.Decide(file).Items.Single(static item => item.Kind == ImportedKind.VirtualMachine).Detail
            .ShouldBe("left out: guestOS 'plan9-64' (VIM has no such identifier)");
    }

    [Fact]
    public void SriovAdaptersAndVGpusAreNoDevicesAndRecordedAsSettings()
    {
        var file = Imports.Vmx(
            "nics",
            "pciPassthru28.present = \"TRUE\"", "pciPassthru28.id = \"00000:026:00.1\"",
            "pciPassthru28.pfId = \"00000:026:00.1\"", "pciPassthru28.systemId = \"BYPASS\"",
            "pciPassthru29.present = \"TRUE\"", "pciPassthru29.vgpu = \"grid_t4-8q\"");

        var vm = file.VM!.ApplyTo(Nobody, Nobody.HostId);
        vm.Devices.ShouldBeEmpty();
        VGpu.Of(vm).ShouldBe([new VGpu(29, "grid_t4-8q")]);
        Imports.Empty.Decide(file).Items.Single(static item => item.Kind == ImportedKind.VirtualMachine).Detail
            .ShouldBe(
                "left out: pciPassthru28 (SR-IOV network adapter, recorded as a user of physical function 0000:1a:00.1), "
                + "pciPassthru29 (vGPU 'grid_t4-8q', recorded as a setting)");
    }

    [Fact]
    public void OfAnSriovAdapterItIsKeptWhichFunctionItUsesAndGoesWithTheAdapter()
    {
        var with = Imports.Vmx(
            "nics",
            "pciPassthru0.present = \"TRUE\"", "pciPassthru0.id = \"00000:026:02.1\"", "pciPassthru0.pfId = \"00000:026:00.1\"",
            "pciPassthru0.systemId = \"BYPASS\"",
            "pciPassthru1.present = \"FALSE\"", "pciPassthru1.pfId = \"00000:026:00.2\"",
            "pciPassthru2.present = \"TRUE\"", "pciPassthru2.pfId = \"eight\"",
            "ethernet0.present = \"TRUE\"", "ethernet0.virtualDev = \"sriov\"", "ethernet0.pfId = \"00000:026:00.3\"");

        var vm = with.VM!.ApplyTo(Nobody, Nobody.HostId);

        SriovAdapter.Of(vm).Select(static adapter => (adapter.Key, adapter.Function.ToString())).ShouldBe(
            [("ethernet0.pfId", "0000:1a:00.3"), ("pciPassthru0.id", "0000:1a:02.1"), ("pciPassthru0.pfId", "0000:1a:00.1")],
            ignoreOrder: true);
        with.VM.LeftOut.ShouldNotBeNull()
            .ShouldContain("pciPassthru2 (SR-IOV network adapter, whose pfId 'eight' is not a PCI address)");
        with.VM.LeftOut.ShouldContain("ethernet0 (SR-IOV network adapter, recorded as a user of physical function 0000:1a:00.3)");
        SriovAdapter.Of(Imports.Vmx("nics").VM!.ApplyTo(vm, vm.HostId)).ShouldBeEmpty();
    }

    [Fact]
    public void AnIdAmongTheSettingsIsNoSriovAdapterWithoutItsSystemId() => SriovAdapter.Of(
        Nobody with { AdvancedSettings = VMRecord.NoSettings.Set("pciPassthru0.id", "00000:026:02.1") }).ShouldBeEmpty();

    [Theory]
    [InlineData("00000:066:00.0", "0000:42:00.0")]
    [InlineData("0000:42:00.0", "0000:42:00.0")]
    [InlineData("0000:AF:1f.7", "0000:af:1f.7")]
    [InlineData("00000:175:31.7", "0000:af:1f.7")]
    [InlineData("0:66:0.0", "0000:42:00.0")]
    [InlineData("130:00.0", "0000:82:00.0")]
    [InlineData("06:00.0", "0000:06:00.0")]
    [InlineData("00001:016:00.0", "0001:10:00.0")]
    [InlineData("00000:256:00.0", null)]
    [InlineData("0000:42:20.0", null)]
    [InlineData("0000:42:00", null)]
    [InlineData("0000:42:00.0.0", null)]
    [InlineData("::.", null)]
    [InlineData("", null)]
    public void AddressesAreDecimalUnlessWrittenByHand(string text, string? expected)
    {
        VmxAddress.TryParse(text, out var address).ShouldBe(expected is not null);
        if (expected is not null) address.ToString().ShouldBe(expected);
    }

    [Theory]
    [InlineData("memSize = \"2048\"", "line 3: the key 'memSize' stands twice")]
    [InlineData("numvcpus = \"0\"", "line 3: 'numvcpus' is '0'")]
    [InlineData("numvcpus = \"769\"", "from 1 to 768")]
    [InlineData("numvcpus = \"two\"", "'two'")]
    [InlineData("numvcpus = \"6\"\ncpuid.coresPerSocket = \"4\"", "a divisor of the 6 virtual CPUs")]
    [InlineData("sched.mem.min = \"5000\"", "from 0 to 4096")]
    [InlineData("sched.mem.pin = \"maybe\"", "TRUE or FALSE")]
    [InlineData("firmware = \"openfirmware\"", "bios or efi")]
    [InlineData("pciPassthru0.present = \"TRUE\"", "pciPassthru0 needs one of the keys id, allowedDevices and dvx.deviceClass")]
    [InlineData("pciPassthru0.present = \"TRUE\"\npciPassthru0.id = \"x\"", "line 4: 'pciPassthru0.id' is 'x'")]
    [InlineData("pciPassthru0.present = \"TRUE\"\npciPassthru0.allowedDevices = \"T4\"", "'pciPassthru0.allowedDevices' is 'T4'")]
    [InlineData("displayName = \"|0Aevil\"", "'?evil'")]
    [InlineData("uuid.bios = \"56 4d\"", "line 3: 'uuid.bios' is '56 4d'; a UUID of 16 bytes")]
    [InlineData("pciPassthru0.present = \"TRUE\"\npciPassthru0.id = \"1:0.0\"\npciPassthru0.deviceId = \"T4\"",
        "line 5: 'pciPassthru0.deviceId' is 'T4'")]
    [InlineData("guestOS = \"ubuntu-64", "closing quote")]
    [InlineData("guestOS = \"ubuntu\" 64\"", "stands behind the value")]
    [InlineData("guestOS", "key = \"value\" is expected")]
    public void AFaultIsNamedWithItsFileAndLine(string lines, string expected)
    {
        var refusal = Imports.Refused(ErrorId.InputMalformed,
            () => Imports.File($"virtualHW.version = \"20\"\nmemSize = \"4096\"\n{lines}\n", "vm.vmx"));

        refusal.Message.ShouldContain("'vm.vmx'");
        refusal.Message.ShouldContain(expected);
        refusal.Target.ShouldBe("vm.vmx");
    }

    [Theory]
    [InlineData("a = b")]
    [InlineData("memSize = \"4096\"")]
    [InlineData("virtualHW.version = \"20\"")]
    public void AFileThatDescribesNoMachineIsRefused(string text) =>
    Imports.Refused(ErrorId.InputMalformed, () => Imports.File(text, "vm.vmx"));

    [Fact]
    public void ADeviceMayStandInAFileOnce() => Imports.Refused(
        ErrorId.InputMalformed,
        () =>
            Imports.Vmx("twice", [.. Imports.FixedDevice(0, "0000:41:00.0"),
                .. Imports.FixedDevice(1, "00000:065:00.0")])).Message.ShouldContain("0000:41:00.0");

    private static VMRecord Read(string text) => new ImportFile("vm.vmx", text).VM!.ApplyTo(Nobody, Nobody.HostId);
}
