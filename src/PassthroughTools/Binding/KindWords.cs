using System.Collections;
using System.Management.Automation;
using PassthroughTools.Inventory;
using PassthroughTools.Planning;
using PassthroughTools.Planning.Execution;
using PassthroughTools.Sessions;

namespace PassthroughTools.Binding;

/// <summary>What parameters take, and what they are given, in words.</summary>
internal static class KindWords
{
    private const int MostNamed = 4;

    /// <summary>
    /// That something is not what a parameter takes: what was given, what is wanted, and the command that gives one.
    /// </summary>
    public static string Refusal(object given, Type type)
    {
        if (type.IsEnum)
        {
            var names = Enum.GetNames(type);
            var text = given is PSObject wrapped ? wrapped.BaseObject : given;
            return text is not string name ? $"{Given(given)} cannot be taken. Choose {Listed(names)}."
                : $"There is no '{name}'. "
                    + (NearName.Of(name, names) is { } near ? $"Did you mean {near}?" : $"Choose {Listed(names)}.");
        }

        var (wanted, lister) = Wanted(type);
        return $"{Given(given)} is not {wanted}. {lister}";
    }

    /// <summary>That nothing was given, what is wanted, and the command that gives one.</summary>
    public static string Nothing(string given, Type type)
    {
        if (type.IsEnum) return $"{given} names none. Choose {Listed(Enum.GetNames(type))}.";
        var (wanted, lister) = Wanted(type);
        return $"{given} is not {wanted}. {lister}";
    }

    /// <summary>That several were given to a parameter that takes one.</summary>
    public static string Several(int count, Type type)
    {
        string given = FormattableString.Invariant($"{count} are given, and one is meant");
        if (type.IsEnum) return $"{given}. Choose {Listed(Enum.GetNames(type))}.";
        var (wanted, lister) = Wanted(type);
        return $"{given}: {wanted}. {lister}";
    }

    /// <summary>What a type of parameter takes, and how to get one.</summary>
    internal static (string Wanted, string Lister) Wanted(Type type) => type.Name switch
    {
        nameof(VMReference) => ("a VM", "Give a VM or template, or its name. See what there is: Get-VM"),
        nameof(TemplateReference) => ("a template", "Give a template or its name. See what there is: Get-Template"),
        nameof(VMHostReference) => ("a host", "Give a host or its name. See what there is: Get-VMHost"),
        nameof(LocationReference) =>
            ("a cluster or host", "Give a cluster or host, or its name. See what there is: Get-Cluster, Get-VMHost"),
        nameof(DeviceReference) =>
            ("a device", "Give a passthrough device, or its id or name. See what there is: Get-PassthroughDevice"),
        nameof(SnapshotReference) => ("a snapshot", "A name does not tell the VM. Pipe the snapshot in: Get-Snapshot"),
        nameof(AdvancedSettingReference) =>
            ("an advanced setting", "A name does not tell the VM. Pipe the setting in: Get-AdvancedSetting"),
        nameof(VMResourceConfigurationReference) => ("what is reserved for a VM", "Pipe that in: Get-VMResourceConfiguration"),
        nameof(ServerReference) => ("a server", "Give what Connect-VIServer returned, or its name."),
        nameof(TaskReference) => ("a task", "Give a task or its id. See what there is: Get-Task"),
        nameof(PlanReference) => ("a maintenance plan",
            "Give a plan, its file or its id. See what there is: Get-PassthroughMaintenancePlan"),
        nameof(ViewReference) => ("something that has a view",
            "Give a VM, a host, a cluster, a task, or a reference such as $vm.ExtensionData.MoRef."),
        nameof(ViewTypeReference) => ("a type of views", $"Choose {Listed([.. ViewTypeReference.Listed])}."),
        nameof(AllowedDevice) =>
            ("a vendor and device ID", "Write vendor:device in hexadecimal, as in 10de:1eb8. Get-PassthroughDevice shows them."),
        _ => throw new InvalidOperationException($"There are no words for {type.Name}."),
    };

    /// <summary>What was given.</summary>
    private static string Given(object given)
    {
        var value = given is PSObject wrapped ? wrapped.BaseObject : given;
        return value switch
        {
            InventoryObject item => Named(item.GetType().Name, item.Name),
            VIServer or PassthroughTask or MaintenancePlan or PlanStatus =>
                Named(value.GetType().Name, $"{(value as PassthroughTask)?.Id ?? value}"),
            IDictionary => "A hashtable",
            ScriptBlock => "A script block",
            string text => $"'{text}'",
            _ when SerializedObject.Any(given) is { } other => Named(other.Type, other.Name),
            PSCustomObject => Properties(given),
            Array => "A list within the list",
            _ => $"'{value}' ({value.GetType().Name})",
        };
    }

    private static string Properties(object given)
    {
        var names = PSObject.AsPSObject(given).Properties.Select(static property => property.Name).ToList();
        return names.Count == 0 ? "An object without properties"
            : $"An object with {string.Join(", ", names.Take(MostNamed))}{(names.Count > MostNamed ? " and others" : "")}";
    }

    private static string Named(string type, string name) => type switch
    {
        nameof(VirtualMachine) => $"VM '{name}'",
        nameof(VMHost) => $"Host '{name}'",
        nameof(PassthroughDevice) or nameof(PciDevice) => $"Device '{name}'",
        nameof(AdvancedSetting) => $"Advanced setting '{name}'",
        nameof(VMResourceConfiguration) => $"What is reserved for VM '{name}'",
        nameof(VIServer) => $"Server '{name}'",
        nameof(PassthroughTask) => $"Task '{name}'",
        nameof(MaintenancePlan) or nameof(PlanStatus) => $"Maintenance plan '{name}'",
        _ => $"{type} '{name}'",
    };

    private static string Listed(string[] names) =>
        names.Length == 1 ? names[0] : $"{string.Join(", ", names.Take(names.Length - 1))} or {names[names.Length - 1]}";
}
