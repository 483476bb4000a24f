using System.Text;
using PassthroughTools.State;

namespace PassthroughTools.Operations.Requirements;

/// <summary>
/// Text in the commands that a refusal offers: copied as it stands, a command does what it says and nothing else.
/// </summary>
internal static class CommandText
{
    /// <summary>
    /// A name as a PowerShell string literal: in single quotes, with every quote in it doubled. PowerShell takes the typographic
    /// single quotes for quotes too (about_Quoting_Rules).
    /// </summary>
    public static string Quoted(this string name)
    {
        var text = new StringBuilder("'");
        foreach (char c in name)
        {
            if (c is '\'' or '\u2018' or '\u2019' or '\u201a' or '\u201b') text.Append(c);
            text.Append(c);
        }

        return text.Append('\'').ToString();
    }

    /// <summary>A command for one virtual machine: by its name, or by its id where another one has the name too.</summary>
    public static string Command(
        this InventoryState state, VMRecord vm, string cmdlet, string? arguments = null, string parameter = "VM")
    {
        bool isUnique = !state.VMsNamed(vm.Name).Any(other => other.Id != vm.Id);
        var command = isUnique ? $"{cmdlet} -{parameter} {vm.Name.Quoted()}" : $"Get-VM -Id {vm.Id} | {cmdlet}";
        return arguments is null ? command : $"{command} {arguments}";
    }
}
