using PassthroughTools.Core.Tests.Properties;
using PassthroughTools.Errors;
using PassthroughTools.Projection;
using PassthroughTools.State;
using PassthroughTools.Vim.Xml;
using Shouldly;
using VMware.Vim;
using Xunit;

namespace PassthroughTools.Core.Tests.Projection;

/// <summary>Whatever a spec asks: a typed refusal, or a change that keeps the inventory whole.</summary>
public sealed class ConfigSpecProperties
{
    private const int Specs = 10_000;

    private static readonly string?[] Texts = [null, "", "bios", "EFI", "vmx-20", "vmx-99", "x", "0000:41:00.0", "BYPASS", "10de",
        new('n', 100_000), "\0"];

    [Fact]
    public void ASpecIsRefusedOrDoneWhole()
    {
        var random = new Random(5);
        var outcomes = new SortedDictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < Specs; i++)
        {
            var state = RandomInventory.Of(i % 100);
            var machines = state.VMs.Values.ToList();
            if (machines.Count == 0) continue;
            var vm = machines[random.Next(machines.Count)];
            var spec = (VirtualMachineConfigSpec)Any(typeof(VirtualMachineConfigSpec), random, vm, 0)!;
            string outcome;
            try
            {
                var decision = ConfigSpecReader.Read(state, vm, spec).Decide(state);
                var after = state.Apply(state.Revision + 1, decision.Changes);
                decision.Changes.Count.ShouldBeInRange(0, 1, "one change, of the machine");
                Invariants.Check(after);
                outcome = decision.Changes.Count == 0 ? "nothing" : "changed";
            }
            catch (PassthroughException refusal)
            {
                refusal.Message.Length.ShouldBeLessThan(2000, refusal.Message[..Math.Min(200, refusal.Message.Length)]);
                outcome = refusal.Id.ToString();
            }

            outcomes[outcome] = outcomes.TryGetValue(outcome, out int count) ? count + 1 : 1;
        }

        foreach (var expected in new[] { "changed", "nothing", nameof(ErrorId.NotSupportedByBackend),
            nameof(ErrorId.ValueInvalid), nameof(ErrorId.VMNotPoweredOff) })
            outcomes.ContainsKey(expected)
                .ShouldBeTrue(expected + ": " + string.Join(", ", outcomes.Select(static pair => $"{pair.Key} {pair.Value}")));
    }

    /// <summary>A value of a type; of an object mostly few properties, and more often those that are modelled.</summary>
    private static object? Any(Type type, Random random, VMRecord vm, int depth)
    {
        if (type == typeof(string)) return Texts[random.Next(Texts.Length)];
        if (type == typeof(bool)) return random.Next(2) == 0;
        if (type == typeof(int)) return random.Next(3) == 0 && vm.Devices.Count > 0 ? vm.Devices[0].Key : random.Next(-2, 9);
        if (type == typeof(long)) return random.Next(8) == 0 ? long.MaxValue : random.Next(-1, 9000);
        if (type == typeof(short)) return (short)random.Next(short.MinValue, short.MaxValue);
        if (type == typeof(object)) return random.Next(2) == 0 ? random.Next(9) : Texts[random.Next(Texts.Length)];
        if (type.IsEnum) return Enum.GetValues(type).GetValue(random.Next(Enum.GetValues(type).Length));
        if (!typeof(DynamicData).IsAssignableFrom(type) || depth > 4) return null;
        var kinds = typeof(DynamicData).Assembly.GetExportedTypes().Where(kind => type.IsAssignableFrom(kind) && !kind.IsAbstract)
            .ToList();
        var preferred = kinds.FindAll(static kind => kind.Name.StartsWith("VirtualPCIPassthrough", StringComparison.Ordinal));
        var chosen = preferred.Count > 0 && random.Next(5) > 0 ? preferred : kinds;
        var made = Activator.CreateInstance(chosen[random.Next(chosen.Count)])!;
        foreach (var element in VimTypes.ElementsOf(made.GetType()))
        {
            bool isModelled = depth > 0
                || element.Name is "name" or "annotation" or "numCPUs" or "memoryMB" or "firmware" or "version" or "deviceChange"
                or "extraConfig" or "cpuAllocation" or "memoryAllocation" or "memoryReservationLockedToMax" or "nestedHVEnabled"
                or "bootOptions" or "flags" or "latencySensitivity" or "cpuAffinity" or "migrateEncryption";
            if (random.Next(isModelled ? 3 : 200) > 0) continue;
            if (!element.IsList)
            {
                if (Any(element.Type, random, vm, depth + 1) is { } value) element.Set(made, value);
                continue;
            }

            var items = Array.CreateInstance(element.Type, random.Next(3));
            for (int i = 0; i < items.Length; i++) if (random.Next(10) > 0)
                items.SetValue(Any(element.Type, random, vm, depth + 1), i);
            element.Set(made, items);
        }

        return made;
    }
}
