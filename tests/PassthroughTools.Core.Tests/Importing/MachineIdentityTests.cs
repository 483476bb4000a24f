using PassthroughTools.Errors;
using PassthroughTools.Importing;
using PassthroughTools.Inventory;
using PassthroughTools.State;
using Shouldly;
using Xunit;

namespace PassthroughTools.Core.Tests.Importing;

/// <summary>
/// A machine is known by its UUIDs, wherever it is and whatever it is called; by its name on its host where they do not tell.
/// </summary>
public sealed class MachineIdentityTests
{
    private const string Bios = "uuid.bios = \"56 4d 3f 2a 0b 1c 4d 5e-8f 90 a1 b2 c3 d4 e5 f6\"";
    private const string OtherBios = "uuid.bios = \"56 4d 00 00 0b 1c 4d 5e-8f 90 a1 b2 c3 d4 e5 f6\"";
    private const string Instance = "vc.uuid = \"50 2c 1a 2b 3c 4d 5e 6f-70 81 92 a3 b4 c5 d6 e7\"";
    private const string OtherInstance = "vc.uuid = \"50 2c 00 00 3c 4d 5e 6f-70 81 92 a3 b4 c5 d6 e7\"";

    [Theory]
    [InlineData("a", Bios, Instance, "b", Bios, "", "with UUID 564d3f2a-0b1c-4d5e-8f90-a1b2c3d4e5f6")]
    [InlineData("a", Bios, "", "b", Bios, Instance, "with UUID 564d3f2a-0b1c-4d5e-8f90-a1b2c3d4e5f6")]
    [InlineData("a", "", Instance, "b", Bios, Instance, "with UUID 502c1a2b-3c4d-5e6f-7081-92a3b4c5d6e7")]
    [InlineData("web", "", "", "WEB", "", "", "'WEB', and not both have a UUID that tells them apart")]
    [InlineData("web", Bios, "", "web", "", "", "'web', and not both have a UUID that tells them apart")]
    [InlineData("web", "", "", "web", Bios, Instance, "'web', and not both have a UUID that tells them apart")]
    [InlineData("a", Bios, Instance, "a", Bios, OtherInstance, null)]
    [InlineData("a", Bios, "", "a", OtherBios, "", null)]
    public void OfOneCallNoTwoFilesMayBeOfOneMachine(
        string name, string bios, string instance, string otherName, string otherBios, string otherInstance, string? what)
    {
        var (one, other) = (Imports.Vmx(name, bios, instance), Imports.Vmx(otherName, otherBios, otherInstance));
        var files = new MachineFiles();
        files.Add(one);

        if (what is null) files.Add(other);
        else
        {
            Imports.Refused(ErrorId.NameInUse, () => files.Add(other)).Message.ShouldStartWith(
                $"Files '{one.Path}' and '{other.Path}' both describe the VM {what}. Import one of them");
        }

        Imports.Empty.Import(one).Import(other).VMs.Values.Count().ShouldBe(what is null ? 2 : 1, "so an import takes them");
    }

    [Fact]
    public void AVirtualMachineAndATemplateOfOneMachineAreNamedAsSuch()
    {
        var (template, machine) = (new ImportFile("v1.vmtx", Imports.Vmx("v1").Text), Imports.Vmx("v1"));
        var files = new MachineFiles();
        files.Add(template);

        Imports.Refused(ErrorId.NameInUse, () => files.Add(machine)).Message.ShouldEndWith(
            ". The first makes it a template, the second a VM, and the first was taken. "
            + "Import the one that counts, alone; where it is the second, it overwrites the first.");
        Imports.Empty.Import(template).Import(machine).TheVM("v1").IsTemplate.ShouldBeFalse("so that advice is good");
    }

    [Theory]
    [InlineData(Bios, "")]
    [InlineData("", Instance)]
    [InlineData(Bios, Instance)]
    public void OneThatHasMovedIsMoved(string bios, string instance)
    {
        var state = Imports.Empty.ImportOn("esxi01", null, Imports.Vmx("web", bios, instance));

        var decision = state.DecideOn("esxi02", null, Imports.Vmx("web", bios, instance));
        var moved = state.Apply(9, decision.Changes);

        moved.VMs.Values.Select(vm => (vm.Id, moved.Hosts.Find(vm.HostId)!.Name)).ShouldBe([(state.TheVM("web").Id, "esxi02")]);
        var item = decision.Items.Single(static item => item.Kind == ImportedKind.VirtualMachine);
        (item.Action, item.VMHost, item.Detail).ShouldBe((ImportAction.Moved, "esxi02", "VMHost esxi01 -> esxi02"));
        decision.Summary.ShouldBe("Imported: 1 added, 0 changed, 1 moved, 0 removed, 0 left as they were");
        moved.DecideOn("esxi02", null, Imports.Vmx("web", bios, instance)).Changes.ShouldBeEmpty();
    }

    [Fact]
    public void OneThatIsRenamedIsRenamed()
    {
        var state = Imports.Empty.Import(Imports.Vmx("web", Bios));

        var decision = state.Decide(Imports.Vmx("www", Bios));

        state.Apply(9, decision.Changes).VMs.Values.Single().Name.ShouldBe("www");
        decision.Items.Single(static item => item.Kind == ImportedKind.VirtualMachine).Detail.ShouldBe("Name 'web' -> 'www'");
    }

    [Theory]
    [InlineData(Bios, "", OtherBios, "")]
    [InlineData("", Instance, "", OtherInstance)]
    [InlineData(Bios, Instance, Bios, OtherInstance)]
    public void TwoOfOneNameOnOneHostAreTwoWhereTheirUuidsDiffer(string bios, string instance, string otherBios,
        string otherInstance)
    {
        var one = Imports.Vmx("web", bios, instance);
        var other = Imports.Vmx("web", otherBios, otherInstance);

        var state = Imports.Empty.Import(one).Import(other);

        state.VMsNamed("web").Count().ShouldBe(2);
        state.Decide(one, other).Changes.ShouldBeEmpty();
        Imports.Empty.Import(one, other).VMsNamed("web").Count().ShouldBe(2);
        var refusal = state.Refused(ErrorId.AmbiguousName, Imports.Vmx("web"));
        foreach (var vm in state.VMsNamed("web")) refusal.Message.ShouldContain($"{vm.Id} on host '{Imports.Host}'");
        var third = state.Import(Imports.Vmx(
            "web", "uuid.bios = \"56 4d 00 00 00 00 00 00-00 00 00 00 00 00 00 03\"",
            "vc.uuid = \"50 2c 00 00 00 00 00 00-00 00 00 00 00 00 00 03\""));
        third.VMsNamed("web").Count().ShouldBe(3);
        var all = third.Refused(ErrorId.AmbiguousName, Imports.Vmx("web"));
        foreach (var vm in third.VMsNamed("web")) all.Message.ShouldContain(vm.Id);
    }

    [Fact]
    public void AMachineWhoseUuidIsNotKnownYetIsKnownByItsName()
    {
        var state = Imports.Empty.Import(Imports.Vmx("web"));

        state = state.Import(Imports.Vmx("web", Bios, Instance));

        state.VMs.Values.Single().Uuid.ShouldNotBeNull();
        state.Import(Imports.Vmx("web")).VMs.Values.Single().InstanceUuid.ShouldNotBeNull(
            "what a file leaves out is not forgotten");
    }

    [Fact]
    public void OfTwoCopiesWithOneBiosUuidTheOneOnTheHostIsMeant()
    {
        var state = Imports.Empty.ImportOn("esxi01", null, Imports.Vmx("web", Bios, Instance))
            .ImportOn("esxi02", null, Imports.Vmx("web", Bios, OtherInstance));
        state.VMsNamed("web").Count().ShouldBe(2);

        var decision = state.DecideOn("esxi02", null, Imports.Vmx("web", Bios, "annotation = \"x\""));

        state.Apply(9, decision.Changes).VMsNamed("web").Select(static vm => vm.Notes).ShouldBe([null, "x"], ignoreOrder: true);
    }

    [Fact]
    public void TwoFilesOfOneUuidAreRefused() =>
    Imports.Empty.Refused(ErrorId.NameInUse, Imports.Vmx("web", Bios), Imports.Vmx("www", Bios)).Message
        .ShouldContain("'web.vmx' and 'www.vmx' both describe VM 'web'");

    [Fact]
    public void ADeviceThatAMovedMachineHeldIsFree()
    {
        var list = Imports.File(EsxcliSample.Text(EsxcliSample.Gpu()));
        var state = Imports.Empty.ImportOn("esxi01", null, list,
            Imports.Vmx("web", [Bios, .. Imports.FixedDevice(0, "0000:41:00.0")]))
            .ImportOn("esxi02", null, list);

        state = state.ImportOn("esxi02", null, Imports.Vmx("web", [Bios, .. Imports.FixedDevice(0, "0000:41:00.0")]));

        state.OwnerOf(new DeviceRef(state.TheHost("esxi01").Id, PciAddress.Parse("0000:41:00.0"))).ShouldBeNull();
        state.OwnerOf(new DeviceRef(state.TheHost("esxi02").Id, PciAddress.Parse("0000:41:00.0")))!.Name.ShouldBe("web");
    }

    [Fact]
    public void ARunningMachineMovesWhereItHasNoDevice()
    {
        var state = Imports.Empty.ImportOn("esxi01", null, Imports.Vmx("web", Bios));
        state = state.With(new VMPut(state.TheVM("web") with { PowerState = VMPowerState.PoweredOn }));

        state.ImportOn("esxi02", null, Imports.Vmx("web", Bios)).TheVM("web").PowerState.ShouldBe(VMPowerState.PoweredOn);
        string[] request = ["pciPassthru0.present = \"TRUE\"", "pciPassthru0.allowedDevices = \"0x10de:0x1eb8\""];
        Imports.Refused(ErrorId.VMNotPoweredOff, () => state.DecideOn("esxi02", null, Imports.Vmx("web", [Bios, .. request])));
    }

    [Theory]
    [InlineData(VMPowerState.PoweredOn, "runs")]
    [InlineData(VMPowerState.Suspended, "is suspended")]
    public void OneThatRunsWithADeviceIsNotMovedAndTheRefusalNamesBothHosts(VMPowerState power, string word)
    {
        string[] lines = [Bios, .. Imports.FixedDevice(0, "0000:41:00.0")];
        var list = Imports.File(EsxcliSample.Text(EsxcliSample.Gpu()));
        var state = Imports.Empty.ImportOn("esxi01", null, list, Imports.Vmx("web", lines));
        state = state.With(new VMPut(state.TheVM("web") with { PowerState = power }));

        var refusal = Imports.Refused(ErrorId.VMNotPoweredOff,
            () => state.DecideOn("esxi02", null, list, Imports.Vmx("web", lines)));

        refusal.Message.ShouldBe(
            $"VM 'web' {word} on host 'esxi01', and the file would move it to 'esxi02'. Power it off (Stop-VM -VM 'web') and "
            + "import again, or leave the VM out.");
    }

    [Fact]
    public void AJsonDocumentMovesByUuidToo()
    {
        var state = Imports.Empty.ImportOn("esxi01", null, Imports.Vmx("web", Bios))
            .ImportOn("esxi02", null, Imports.Vmx("other"));
        var document = Imports.File(
            """{ "schemaVersion": 1, "vms": [ { "name": "www", "host": "esxi02", "uuid": "564d3f2a-0b1c-4d5e-8f90-a1b2c3d4e5f6" } ] }""", "x.json");

        var after = state.ImportOn(null, null, document);

        (after.TheVM("www").Id, after.TheVM("www").HostId).ShouldBe((state.TheVM("web").Id, state.TheHost("esxi02").Id));
        Imports.Refused(ErrorId.InputMalformed, () => state.DecideOn(
            null, null, Imports.File("""{ "schemaVersion": 1, "vms": [ { "name": "web", "uuid": "1" } ] }""",
                "x.json"))).Message.ShouldContain("uuid must be a UUID");
    }

    /// <summary>A name that means two is no name for a command: it goes by the id.</summary>
    [Fact]
    public void ARemedyNamesTheOneThatIsMeant()
    {
        var list = Imports.File(EsxcliSample.Text(EsxcliSample.Gpu()));
        var other = Imports.Vmx("web", OtherBios);
        var state = Imports.Empty.Import(list, Imports.Vmx("web", [Bios, .. Imports.FixedDevice(0, "0000:41:00.0")]));
        var single = state.TheVM("web");
        var both = state.Import(other);
        var running = both.With(new VMPut(single with { PowerState = VMPowerState.PoweredOn }));
        var changed = Imports.Vmx("web", Bios, "numvcpus = \"2\"");
        var gone = Imports.File(EsxcliSample.Text(EsxcliSample.Nic()));

        Said(state).ShouldEndWith("To detach it: Get-PassthroughDevice -VM 'web' -Id 0000:41:00.0 | Remove-PassthroughDevice");
        Said(both).ShouldEndWith(
            $"To detach it: Get-VM -Id {single.Id} | Get-PassthroughDevice -Id 0000:41:00.0 | Remove-PassthroughDevice");
        Said(running).ShouldEndWith(
            $"run Get-VM -Id {single.Id} | Stop-VM; Get-VM -Id {single.Id} | Get-PassthroughDevice -Id 0000:41:00.0 | "
            + "Remove-PassthroughDevice and import again");
        running.Refused(ErrorId.VMNotPoweredOff, changed).Message.ShouldContain(
            $"Power it off (Get-VM -Id {single.Id} | Stop-VM) and import again");

        string Said(InventoryState of) => of.Decide(gone).Items.Single(static item => item.Name == "0000:41:00.0").Detail!;
    }
}
