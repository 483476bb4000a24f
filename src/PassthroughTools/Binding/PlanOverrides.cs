using System.Collections;
using System.Management.Automation;
using PassthroughTools.Errors;
using PassthroughTools.Inventory;
using PassthroughTools.Planning;

namespace PassthroughTools.Binding;

/// <summary>What an administrator asks for with some machines of a maintenance plan, as a hashtable of names or wildcards to actions.</summary>
internal static class PlanOverrides
{
    /// <summary>The action for each machine that one is asked for, by id. A name goes before a wildcard
    /// and means one machine; a wildcard that none fits is nothing.</summary>
    /// <exception cref="PassthroughException">VMNotFound, ValueInvalid, AmbiguousName.</exception>
    public static IReadOnlyDictionary<string, PlanAction> Read(Hashtable table, IReadOnlyList<VirtualMachineBase> machines)
    {
        var found = new Dictionary<string, (PlanAction Action, bool ByName, string Key)>(StringComparer.Ordinal);
        foreach (DictionaryEntry entry in table)
        {
            var key = LanguagePrimitives.ConvertTo<string>(entry.Key) ?? "";
            var action = ActionOf(key, entry.Value);
            var pattern = new NamePattern(key);
            var exact = machines.Where(vm => string.Equals(vm.Name, pattern.Text, StringComparison.OrdinalIgnoreCase)).ToList();
            bool byName = exact.Count > 0;
            if (!byName && !pattern.IsPattern)
                throw new PassthroughException(ErrorId.VMNotFound, $"There is no VM '{key}' on the hosts of the plan. See what is there: Get-VM -Location", key);
            if (exact.Count > 1)
                throw Twins.Refusal(key, exact, $"Give one another name first, such as: Get-VM -Id {exact[0].Id} | Set-VM -Name");
            foreach (var vm in byName ? exact : machines.Where(vm => pattern.Fits(vm.Name)))
            {
                bool known = found.TryGetValue(vm.Id, out var other);
                if (known && other.ByName == byName && other.Action != action)
                    throw new PassthroughException(ErrorId.AmbiguousName, $"'{key}' and '{other.Key}' fit VM '{vm.Name}' and ask for {action} and {other.Action}. Name the machine itself.", vm.Name);
                if (!known || byName) found[vm.Id] = (action, byName, key);
            }
        }

        return found.ToDictionary(static pair => pair.Key, static pair => pair.Value.Action, StringComparer.Ordinal);
    }

    private static PlanAction ActionOf(string key, object? value)
    {
        if (LanguagePrimitives.TryConvertTo<PlanAction>(value, out var action) && Enum.IsDefined(typeof(PlanAction), action)) return action;
        throw new PassthroughException(ErrorId.ValueInvalid, $"'{value}' is nothing that can be done with VM '{key}'. Choose VMotion, ColdMove, Suspend, PowerCycle, PowerOff or None.", key);
    }
}
