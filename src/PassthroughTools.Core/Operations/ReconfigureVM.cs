using PassthroughTools.Errors;
using PassthroughTools.Inventory;
using PassthroughTools.Operations.Json;
using PassthroughTools.Operations.Requirements;
using PassthroughTools.State;

namespace PassthroughTools.Operations;

/// <summary>
/// Changes several things of one virtual machine together or not at all, as one request of VIM does
/// (VirtualMachine.ReconfigVM_Task). Each part is decided on the machine as the part before leaves it.
/// </summary>
public sealed record ReconfigureVM : Operation
{
    private const int MaxParts = 1024, WordsShown = 8;

    /// <summary>The virtual machine's id.</summary>
    public required string VMId { get; init; }

    /// <summary>
    /// What is changed, in order: operations that attach or detach a device of the machine, ChangeVM, SetResources and
    /// SetAdvancedSetting.
    /// </summary>
    [Most(MaxParts)]
    public required IReadOnlyList<Operation> Parts { get; init; }

    /// <inheritdoc/>
    public override Decision Decide(InventoryState state)
    {
        var vm = state.VM(VMId);
        VMRequirements.NotTemplate(state, vm).Enforce();
        if (Parts.Count > MaxParts)
        {
            throw new PassthroughException(
                ErrorId.ValueInvalid,
                FormattableString.Invariant(
                    $"{Parts.Count} changes of VM '{vm.Name}' in one request are more than {MaxParts}. Make several requests."),
                state.View(vm));
        }

        var (after, words) = (state, new List<string>());
        int? key = null;
        foreach (var part in Parts)
        {
            if (MachineOf(part) != VMId)
            {
                throw new PassthroughException(
                    ErrorId.ValueInvalid,
                    $"{part.Name} is not a change of VM '{vm.Name}' that can be made together with others. Ask for it by itself.",
                    state.View(vm));
            }

            var decision = Decide(part, state, after, vm);
            if (decision.Changes.Count == 0) continue;
            after = after.Apply(after.Revision, decision.Changes);
            words.Add(decision.Summary);
            key ??= decision.DeviceKey;
        }

        var changed = after.VM(VMId);
        return new Decision
        {
            Changes = words.Count == 0 ? [] : [new VMPut(changed)],
            Target = vm.Name,
            TargetId = vm.Id,
            Summary = words.Count == 0 ? $"VM '{vm.Name}' is as asked" : InWords(words),
            DeviceKey = key,
        };
    }

    /// <summary>
    /// Decides a part on the machine as the parts before leave it. A refusal speaks of the machine as it is; only one that those
    /// parts bring about speaks of what they would make of it, and says so.
    /// </summary>
    private static Decision Decide(Operation part, InventoryState state, InventoryState after, VMRecord vm)
    {
        try
        {
            return part.Decide(after);
        }
        catch (PassthroughException refusal) when (!ReferenceEquals(state, after))
        {
            if (part.RefusalIn(state) is { } own && own.Id == refusal.Id) throw own;
            throw new PassthroughException(
                refusal.Id,
                $"The changes asked of VM '{vm.Name}' do not go together, and nothing was changed. With the others made: "
                + refusal.Message,
                state.View(vm),
                refusal.InnerException);
        }
    }

    private static string InWords(List<string> words) => string.Join("; ", words.Take(WordsShown))
        + (words.Count > WordsShown ? FormattableString.Invariant($"; and {words.Count - WordsShown} more changes") : "");

    /// <summary>The machine that a part changes, and nothing else; null where it is no part.</summary>
    private static string? MachineOf(Operation part) => part switch
    {
        AttachOperation attach => attach.VMId,
        DetachDevice detach => detach.VMId,
        ChangeVM change => change.VMId,
        SetResources resources => resources.VMId,
        SetAdvancedSetting setting => setting.VMId,
        _ => null,
    };
}
