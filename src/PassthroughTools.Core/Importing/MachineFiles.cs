using PassthroughTools.Capabilities;
using PassthroughTools.Errors;
using PassthroughTools.State;

namespace PassthroughTools.Importing;

/// <summary>
/// The virtual machines' files of one call, each of which is imported on its own: no two may be of one machine.
/// </summary>
internal sealed class MachineFiles
{
    private readonly ImportDraft draft = new(InventoryState.Empty(Catalog.BuiltIn));
    private readonly Dictionary<string, ImportFile> files = new(StringComparer.Ordinal);

    /// <summary>Takes a file.</summary>
    /// <exception cref="PassthroughException">NameInUse: an import would take it for the machine of a file before it.</exception>
    public void Add(ImportFile file)
    {
        const string host = "";
        if (file.VM is not { } vmx) return;
        VMRecord? known = null;
        try
        {
            known = draft.FindVM(vmx.Name, host, vmx.Uuid, vmx.InstanceUuid);
        }
        catch (PassthroughException e) when (e.Id == ErrorId.AmbiguousName)
        {
            // The import refuses it too, and names the machines by the ids that they have.
        }

        if (known is not null)
        {
            var uuid = known.InstanceUuid is { } instance && instance == vmx.InstanceUuid ? instance
                : known.Uuid is { } bios && bios == vmx.Uuid ? bios : (Guid?)null;
            throw new PassthroughException(
                ErrorId.NameInUse,
                $"Files '{files[known.Id].Path}' and '{file.Path}' both describe the VM "
                + (uuid is null ? $"'{vmx.Name}', and not both have a UUID that tells them apart" : $"with UUID {uuid}")
                + (known.IsTemplate == vmx.IsTemplate
                    ? ". Import one of them, or give the copy UUIDs of its own."
                    : $". The first makes it a {(known.IsTemplate ? "template" : "VM")}, the second "
                        + $"a {(vmx.IsTemplate ? "template" : "VM")}, and the first was "
                        + "taken. Import the one that counts, alone; where it is the second, it overwrites the first."),
                file.Path);
        }

        var vm = vmx.ApplyTo(draft.NewVM(vmx.Name, host), host);
        draft.Put(vm);
        files.Add(vm.Id, file);
    }
}
