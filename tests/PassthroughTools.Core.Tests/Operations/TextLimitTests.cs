using PassthroughTools.Core.Tests.Build;
using PassthroughTools.Errors;
using PassthroughTools.Inventory;
using PassthroughTools.Operations;
using PassthroughTools.State;
using Shouldly;
using Xunit;
using static PassthroughTools.Core.Tests.Build.InventoryBuilder;

namespace PassthroughTools.Core.Tests.Operations;

/// <summary>Every text that an operation takes in has a length that it may have at most, and is taken whole up to that.</summary>
public sealed class TextLimitTests
{
    private static readonly InventoryState State = PrerequisiteLab.Fit;
    private static readonly string VM = State.VMNamed("bare").Id;

    private static readonly Dictionary<string, (int Most, Func<int, Operation> Of)> Texts = new(StringComparer.Ordinal)
    {
        ["notes"] = (16_384, static length => new ChangeVM { VMId = VM, Notes = Text(length) }),
        ["notes of a new VM"] = (16_384, static length => New() with { Notes = Text(length) }),
        ["a guest id"] = (255, static length => New() with { GuestId = Text(length) }),
        ["a description"] = (
            16_384,
            static length =>
                new CreateSnapshot { VMId = VM, NewName = "s", Description = Text(length), Created = DateTime.UnixEpoch }),
        ["a label that is set"] = (255, static length => new SetDeviceMode
        {
            VMHostId = State.HostNamed("esx1").Id, Address = PciAddress.Parse("05:00.0"), HardwareLabel = Text(length),
        }),
        ["a label that is asked for"] = (
            255,
            static length =>
                new AttachDynamicDevice { VMId = VM, AllowedDevices = [AllowedDevice.Parse(A2)], HardwareLabel = Text(length) }),
        ["allowed devices"] = (
            256,
            static count =>
                new AttachDynamicDevice { VMId = VM, AllowedDevices = [.. Enumerable.Repeat(AllowedDevice.Parse(A2), count)] }),
        ["configuration parameters"] = (256,
            static count => Enhanced(Enumerable.Range(0, count).Select(static i => ($"p{i}", "v")))),
        ["the value of a configuration parameter"] = (16_384, static length => Enhanced([("p", Text(length))])),
        ["the name of a configuration parameter"] = (255, static length => Enhanced([(Text(length), "v")])),
    };

    public static TheoryData<string> Names => [.. Texts.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_text_may_have_its_length_and_not_one_more(string text)
    {
        var (most, of) = Texts[text];
        State.Outcome(_ => of(most)).ShouldBeNull();
        var refusal = Should.Throw<PassthroughException>(() => of(most + 1).Decide(State));
        refusal.Id.ShouldBe(ErrorId.ValueInvalid);
        refusal.Message.Length.ShouldBeLessThan(400);
    }

    [Fact]
    public void An_event_has_no_more_of_a_note_than_tells_it()
    {
        var changed = State.Do(_ => new ChangeVM { VMId = VM, Notes = Text(16_384) });
        new ChangeVM { VMId = VM, Notes = Text(10_000) }.Decide(changed).Summary.Length.ShouldBeLessThan(500);
    }

    [Fact]
    public void A_machine_has_no_more_settings_and_snapshots_than_it_may_have()
    {
        var settings = SortedMap<string, string>.Create([.. Enumerable.Range(0, 1_024)
            .Select(static i => KeyValuePair.Create($"s{i:d4}", "v"))], StringComparer.OrdinalIgnoreCase);
        var full = State.ChangeVM("bare", vm => vm with { AdvancedSettings = settings });
        full.Outcome(static _ => Set("s0001")).ShouldBeNull("one that is there is changed");
        Should.Throw<PassthroughException>(() => Set("new")
            .Decide(full)).Message.ShouldContain("has 1024 advanced settings, and it may have at most 1024");

        var chain = State;
        for (int i = 0; i < 32; i++) chain = chain.Do(_ => Take($"s{i}"));
        Should.Throw<PassthroughException>(() => Take("one more")
            .Decide(chain)).Message.ShouldContain("has 32 snapshots in a chain");

        static SetAdvancedSetting Set(string name) => new() { VMId = VM, Setting = name, Value = "w" };
        static CreateSnapshot Take(string name) => new() { VMId = VM, NewName = name, Created = DateTime.UnixEpoch };
    }

    private static CreateVM New() => new() { NewName = "new", VMHostId = State.HostNamed("esx1").Id };

    private static AttachEnhancedDevice Enhanced(IEnumerable<(string Name, string Value)> parameters)
    {
        SortedMap<string, string>.TryCreate(
            [.. parameters.Select(static one => KeyValuePair.Create(one.Name, one.Value))], StringComparer.OrdinalIgnoreCase,
            out var map, out _);
        return new AttachEnhancedDevice { VMId = VM, DeviceClass = "flex", ConfigParameters = map! };
    }

    private static string Text(int length) => new('x', length);
}
