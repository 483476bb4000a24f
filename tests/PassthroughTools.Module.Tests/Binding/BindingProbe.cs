using System.Collections;
using System.Globalization;
using System.Management.Automation;
using PassthroughTools.Binding;
using PassthroughTools.Errors;
using PassthroughTools.Inventory;
using PassthroughTools.Module.Tests.Support;
using PassthroughTools.Sessions;

namespace PassthroughTools.Module.Tests.Binding;

/// <summary>
/// Says what the module's cmdlets bind. A cmdlet does not tell; so a second session has functions under their names, with each
/// cmdlet's own parameter block, as PowerShell writes it for a proxy, which return the parameter set and what was bound. What is
/// refused, the cmdlets themselves say.
/// </summary>
internal sealed class BindingProbe : IDisposable
{
    /// <summary>The objects that are bound, under the names of variables.</summary>
    private static readonly string[] Kinds =
        ["vm", "template", "vmhost", "cluster", "hostdevice", "vmdevice", "pcidevice", "server", "setting", "configuration",
            "credential", "snapshot", "task"];

    private readonly Lab lab = new();
    private readonly Session real;
    private readonly Session probe = new();
    private readonly HashSet<string> writers = new(StringComparer.OrdinalIgnoreCase);

    public BindingProbe()
    {
        real = lab.Connect();
        real.Get<object>(
            """
            $vm = Get-VM ready-01; $template = Get-Template golden-01; $vmhost = Get-VMHost esxi01.lab; $cluster = Get-Cluster Lab-Cluster
            $hostdevice = Get-PassthroughDevice -VMHost esxi01.lab -Id 0000:03:00.0; $vmdevice = Get-PassthroughDevice -VM gpu-01
            $pcidevice = Get-VMHostPciDevice esxi01.lab -Name 'NIC free'; $setting = Get-AdvancedSetting ready-01 -Name lab.owner
            $configuration = Get-VMResourceConfiguration ready-01
            $snapshot = New-Snapshot bios-01 -Name before; $task = Stop-VM old-01 -RunAsync; Get-Task | Wait-Task -ErrorAction Ignore
            $credential = [pscredential]::new('admin', [securestring]::new())
            """);
        foreach (var kind in Kinds) probe[kind] = real[kind];
        foreach (var cmdlet in Cmdlets.All(real))
        {
            var metadata = new CommandMetadata(cmdlet);
            if (metadata.SupportsShouldProcess) writers.Add(cmdlet.Name);
            probe.Get<object>($$"""
                function {{cmdlet.Name}} {
                    {{Attribute(metadata)}} param({{ProxyCommand.GetParamBlock(metadata)}})
                    process {
                        # PSBoundParameters keeps what an earlier item bound; the parameter itself is reset.
                        $probeBound = @{}
                        foreach ($probeName in $PSBoundParameters.Keys) {
                            $probeValue = $ExecutionContext.SessionState.PSVariable.GetValue($probeName)
                            if ($null -ne $probeValue) { $probeBound[$probeName] = $probeValue }
                        }
                        @{ Set = $PSCmdlet.ParameterSetName; Bound = $probeBound }
                    }
                }
                """);
        }
    }

    /// <summary>The session with the cmdlets themselves, connected, and with the same variables.</summary>
    public Session Real => real;

    /// <summary>The session with the functions in their place.</summary>
    public Session Probes => probe;

    /// <summary>
    /// What a command binds, as "set: parameter=value, ..." for each item: an object, or a reference to it, as &lt;its name&gt;,
    /// text as it is; then the ids of the binding errors. With it the cmdlet runs, changing nothing: whatever else it refuses
    /// must be by an id of its own.
    /// </summary>
    public string Bind(string command)
    {
        var bound = probe.Run(command).Output.Select(static item => Describe((Hashtable)item.BaseObject));
        return string.Join("; ", bound.Concat(Refusals(command))).Replace(lab.Store, "<store>", StringComparison.Ordinal);
    }

    public void Dispose()
    {
        probe.Dispose();
        real.Dispose();
        lab.Dispose();
    }

    private IEnumerable<string> Refusals(string command)
    {
        if (command.EndsWith("-Follow", StringComparison.Ordinal)) return [];
        var cmdlet = command.Split('|')[^1].Trim().Split(' ')[0];
        var errors = real.Run(writers.Contains(cmdlet) ? command + " -WhatIf" : command).AllErrors.ToLookup(
            static error => error.Exception is ParameterBindingException);
        if (errors[false].FirstOrDefault(static error => error.Exception is not PassthroughException) is { } crash)
            throw new InvalidOperationException($"{command}: {crash.FullyQualifiedErrorId}: {crash}", crash.Exception);
        return errors[true].Select(static error => "!" + error.FullyQualifiedErrorId.Split(',')[0]);
    }

    private static string Describe(Hashtable item)
    {
        var bound = (Hashtable)item["Bound"]!;
        var words = bound.Cast<DictionaryEntry>().OrderBy(static entry => (string)entry.Key, StringComparer.Ordinal)
            .Select(static entry => $"{entry.Key}={Words(entry.Value)}");
        return $"{item["Set"]}: {string.Join(", ", words)}".TrimEnd();
    }

    private static string Words(object? value) => value switch
    {
        null => "null",
        PSObject wrapped => Words(wrapped.BaseObject),
        string text => text,
        Hashtable table => string.Join("+",
            table.Cast<DictionaryEntry>().Select(static entry => $"{entry.Key}:{Words(entry.Value)}")),
        Array many => string.Join("+", many.Cast<object>().Select(Words)),
        InventoryObject item => $"<{item.Name}>",
        VIServer => "<server>",
        PassthroughTask task => $"<{task.Name}>",
        PSCredential credential => $"<{credential.UserName}>",
        SwitchParameter flag => flag.IsPresent ? "on" : "off",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        VMReference { Item: { } item } => Words(item),
        TemplateReference { Item: { } item } => Words(item),
        VMHostReference { Item: { } item } => Words(item),
        LocationReference { Item: { } item } => Words(item),
        DeviceReference { Item: { } item } => Words(item),
        SnapshotReference { Item: { } item } => Words(item),
        AdvancedSettingReference { Item: { } item } => Words(item),
        VMResourceConfigurationReference { Item: { } item } => Words(item),
        ViewReference { Item: { } item } => Words(item),
        ServerReference { Server: { } server } => Words(server),
        TaskReference { Task: { } task } => Words(task),
        _ => value.ToString()!,
    };

    /// <summary>Its parameters have no positions but those that they declare, as those of a cmdlet.</summary>
    private static string Attribute(CommandMetadata metadata)
    {
        string attribute = ProxyCommand.GetCmdletBindingAttribute(metadata);
        string separator = attribute.Contains("()", StringComparison.Ordinal) ? "" : ", ";
        return attribute.Replace("CmdletBinding(", $"CmdletBinding(PositionalBinding=$false{separator}",
            StringComparison.Ordinal);
    }
}
