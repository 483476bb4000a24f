using System.Collections;
using System.Management.Automation;
using PassthroughTools.Errors;
using PassthroughTools.Inventory;
using PassthroughTools.Operations.Requirements;
using PassthroughTools.Planning;

namespace PassthroughTools.Binding;

/// <summary>
/// What an administrator asks for with some machines of a maintenance plan, as a hashtable of machines, ids, names or wildcards
/// to actions.
/// </summary>
internal static class PlanOverrides
{
    /// <summary>The action for each machine that one is asked for, by id. A machine, an id or a name goes before a wildcard
    /// and means one machine; a wildcard that none fits is nothing.</summary>
    /// <param name="table">The hashtable.</param>
    /// <param name="machines">The machines on the hosts of the plan.</param>
    /// <param name="hosts">The names of these hosts.</param>
    /// <exception cref="PassthroughException">VMNotFound, ValueInvalid, AmbiguousName.</exception>
    public static IReadOnlyDictionary<string, PlanAction> Read(
        Hashtable table, IReadOnlyList<VirtualMachineBase> machines, IEnumerable<string> hosts)
    {
        var found = new Dictionary<string, (PlanAction Action, bool IsExact, string Key)>(StringComparer.Ordinal);
        foreach (DictionaryEntry entry in table)
        {
            var given = KeyOf(entry.Key);
            var machine = given.Item as VirtualMachineBase;
            var uid = machine?.Uid ?? given.Serialized?.Uid;
            var key = machine?.Name ?? given.Serialized?.Name ?? given.Name ?? "";
            var action = ActionOf(key, entry.Value);
            var pattern = new NamePattern(key);
            var exact = machines.Where(
                vm => uid is null ? IsNamed(vm, pattern.Text) : string.Equals(vm.Uid, uid, StringComparison.Ordinal)).ToList();
            bool isExact = exact.Count > 0;
            if (!isExact && (uid is not null || !pattern.IsPattern))
            {
                throw new PassthroughException(
                    ErrorId.VMNotFound,
                    (uid is null ? $"There is no VM '{key}' on the hosts of the plan. "
                        : $"VM '{key}'{(machine is null ? "" : $" of host '{machine.VMHost.Name}'")} is not on the hosts of the "
                            + "plan. ")
                    + $"See what is there: Get-VM -Location {string.Join(", ", hosts.Select(static host => host.Quoted()))}",
                    (object?)machine ?? key);
            }

            if (exact.Count > 1) throw Twins.Refusal(key, exact,
                $"Give the id of one in its place: -Override @{{ '{exact[0].Id}' = '{action}' }}");
            foreach (var vm in isExact ? exact : machines.Where(vm => pattern.Fits(vm.Name)))
            {
                bool known = found.TryGetValue(vm.Id, out var other);
                if (known && other.IsExact == isExact && other.Action != action)
                    throw new PassthroughException(ErrorId.AmbiguousName,
                        $"'{key}' and '{other.Key}' fit VM '{vm.Name}' and ask for {action} and {other.Action}. Name the "
                        + "machine itself.", vm.Name);
                if (!known || isExact) found[vm.Id] = (action, isExact, key);
            }
        }

        return found.ToDictionary(static pair => pair.Key, static pair => pair.Value.Action, StringComparer.Ordinal);
    }

    private static bool IsNamed(VirtualMachineBase vm, string text) =>
        string.Equals(vm.Name, text, StringComparison.OrdinalIgnoreCase) || string.Equals(vm.Id, text, StringComparison.Ordinal);

    /// <exception cref="PassthroughException">ValueInvalid: it is neither a machine nor a text.</exception>
    private static Given KeyOf(object key)
    {
        try
        {
            return Given.Of(PSObject.AsPSObject(key), takesNames: true, typeof(VirtualMachineBase));
        }
        catch (PSInvalidCastException e)
        {
            throw new PassthroughException(ErrorId.ValueInvalid,
                $"'{key}' is no key of -Override. Give a VM, its Id, its name or a wildcard.", key, e);
        }
    }

    private static PlanAction ActionOf(string key, object? value)
    {
        if (LanguagePrimitives.TryConvertTo<PlanAction>(value, out var action) && Enum.IsDefined(typeof(PlanAction), action))
            return action;
        throw new PassthroughException(ErrorId.ValueInvalid,
            $"'{value}' is nothing that can be done with VM '{key}'. Choose VMotion, ColdMove, Suspend, PowerCycle, PowerOff or "
            + "None.", key);
    }
}
