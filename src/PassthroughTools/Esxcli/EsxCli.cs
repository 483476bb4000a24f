using System.Collections;
using System.Dynamic;
using System.Management.Automation;
using Newtonsoft.Json;
using PassthroughTools.Commands;
using PassthroughTools.Errors;
using PassthroughTools.Sessions;
using PassthroughTools.Text;
using VMHost = PassthroughTools.Inventory.VMHost;

namespace PassthroughTools.Esxcli;

/// <summary>
/// esxcli of a host, or a namespace or command in it, as far as the inventory can answer: $esxcli.hardware.pci.list.Invoke(), and
/// $esxcli.hardware.pci.list() without -V2. Each call asks the server anew.
/// </summary>
public sealed class EsxCli : DynamicObject
{
    private const string Invoke = "Invoke", CreateArgs = "CreateArgs", Help = "Help";

    private static readonly (string Namespace, string Instead)[] Others =
    [
        ("graphics", "(Get-VMHost {0}).ExtensionData.Config.GraphicsInfo"),
        ("hardware.pci", "Get-VMHostPciDevice {0}"),
        ("hardware", "Get-VMHost {0} | Format-List"),
        ("network.sriovnic", "Get-PassthroughDevice -VMHost {0}"),
        ("system.maintenancemode", "Set-VMHost {0} -State Maintenance -Evacuate"),
        ("system.shutdown", "Restart-VMHost {0}"),
        ("system.version", "Get-VMHost {0} | Select-Object Version, Build"),
        ("vm.process", "Get-VMHost {0} | Get-VM"),
    ];

    private readonly bool isV2;
    private readonly string path;

    internal EsxCli(VMHost host, bool isV2, string path = "")
    {
        VMHost = host;
        this.isV2 = isV2;
        this.path = path;
    }

    /// <summary>The host.</summary>
    [JsonIgnore]
    public VMHost VMHost { get; }

    /// <summary>The commands in it that are answered.</summary>
    public TextList<string> Commands => [.. Within().Select(static one => one.Path)];

    /// <inheritdoc/>
    public override IEnumerable<string> GetDynamicMemberNames() => EsxcliCommand.Find(path) is not null
        ? [Invoke, CreateArgs, Help]
        : Within().Select(one => one.Path.Substring(path.Length).TrimStart('.').Split('.')[0])
            .Distinct(StringComparer.Ordinal);

    /// <inheritdoc/>
    public override bool TryGetMember(GetMemberBinder binder, out object? result)
    {
        // These are PowerShell's own, of whatever is one.
        bool isOwn = binder.Name is "Count" or "Length";
        result = isOwn ? null : new EsxCli(VMHost, isV2, Joined(binder.Name));
        return !isOwn;
    }

    /// <inheritdoc/>
    public override bool TryInvokeMember(InvokeMemberBinder binder, object?[]? args, out object? result)
    {
        try
        {
            result = Answer(binder.Name, args ?? []);
            return true;
        }
        catch (PassthroughException e)
        {
            var refusal = new SessionViews(VMHost.ReadFrom).Advise(e);
            throw new RuntimeException(refusal.Message, refusal, ErrorRecords.Of(refusal));
        }
    }

    /// <summary>The host and what of its esxcli it is.</summary>
    public override string ToString() =>
        VMHost is null ? nameof(EsxCli) : $"{VMHost.Name}: esxcli {path.Replace('.', ' ')}".TrimEnd();

    private object? Answer(string name, object?[] values)
    {
        bool Is(string other) => string.Equals(name, other, StringComparison.OrdinalIgnoreCase);
        bool isOfCommand = Is(Invoke) || Is(CreateArgs) || Is(Help);
        if (EsxcliCommand.Find(isOfCommand ? path : Joined(name)) is not { } command)
            return Is(Help) && Commands.Count > 0
                ? string.Join(Environment.NewLine, Commands)
                : throw NotServed(isOfCommand ? path : Joined(name));
        if (Is(Help)) return HelpOf(command);
        if (Is(CreateArgs)) return Unset(command);
        if (isV2 && !isOfCommand)
        {
            throw new PassthroughException(
                ErrorId.ValueInvalid, $"With -V2 a command is called by Invoke. Write $esxcli.{command.Path}.Invoke().",
                command.Path);
        }

        return command.Run(new EsxcliCall(command, VMHost, EsxcliCall.Arguments(command, values)));
    }

    private IEnumerable<EsxcliCommand> Within() => EsxcliCommand.All.Where(one =>
        path.Length == 0 || one.Path.StartsWith(path + ".", StringComparison.OrdinalIgnoreCase)
        || string.Equals(one.Path, path, StringComparison.OrdinalIgnoreCase));

    private string Joined(string name) => path.Length == 0 ? name : $"{path}.{name}";

    private static Hashtable Unset(EsxcliCommand command)
    {
        var table = new Hashtable(StringComparer.OrdinalIgnoreCase);
        foreach (var argument in command.Arguments) table.Add(argument.Name, argument.Unset);
        return table;
    }

    private static string HelpOf(EsxcliCommand command) => string.Join(
        Environment.NewLine,
        command.Arguments.Select(static one => $"  {one.Name} ({one.Type}{(one.IsRequired ? "" : ", optional")}): {one.Summary}")
            .Prepend($"{command.Path}: {command.Summary}"));

    private PassthroughException NotServed(string wanted)
    {
        string host = $"'{VMHost.Name}'";
        string instead =
            Array.Find(Others,
                one => (wanted + ".").StartsWith(one.Namespace + ".", StringComparison.OrdinalIgnoreCase)).Instead is { } advice
                ? $"Ask {advice.Replace("{0}", host)}"
                : "See what the inventory has of hosts: Get-VMHost | Format-List";
        return new PassthroughException(
            ErrorId.NotSupportedByBackend,
            $"esxcli {wanted.Replace('.', ' ')} is not served here: host {host} is a record of an inventory. Served are "
            + $"{string.Join(", ", EsxcliCommand.All.Select(static one => one.Path))}. {instead}",
            wanted);
    }
}
