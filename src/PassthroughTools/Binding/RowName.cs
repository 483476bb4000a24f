using System.Management.Automation;
using PassthroughTools.Inventory;

namespace PassthroughTools.Binding;

/// <summary>
/// What a row names that Import-Csv, ConvertFrom-Json or Select-Object made: the text in its column VM or VMHost, else in Name.
/// An object of this module of which columns were selected means its own kind alone: a snapshot's row does not mean its machine.
/// </summary>
internal static class RowName
{
    private const string Selected = "Selected." + nameof(PassthroughTools) + ".";

    /// <summary>The name of an object of a type; null where the row has none.</summary>
    public static string? Of(PSObject row, Type type)
    {
        if (SerializedObject.Any(row) is not null) return null;
        var column = type == typeof(VMHost) ? "VMHost" : typeof(VirtualMachineBase).IsAssignableFrom(type) ? "VM" : null;
        var made = row.TypeNames.FirstOrDefault(static name => name.StartsWith(Selected, StringComparison.Ordinal));
        bool isOfOther = made is not null && !typeof(VMHost).Assembly.GetTypes()
            .Any(one => type.IsAssignableFrom(one) && made == $"Selected.{one.FullName}");
        if (column is null || isOfOther) return null;
        bool isOfVM = type == typeof(VMHost) && row.Properties["VM"] is not null;
        return Text(row, column) ?? (isOfVM ? null : Text(row, nameof(InventoryObject.Name)));
    }

    private static string? Text(PSObject row, string column) =>
        row.Properties[column]?.Value is { } value && PSObject.AsPSObject(value).BaseObject is string { Length: > 0 } text
            ? text
            : null;
}
