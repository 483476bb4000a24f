using System.Collections;
using System.Globalization;
using System.Management.Automation;
using PassthroughTools.Errors;
using PassthroughTools.Files;
using PassthroughTools.Operations;
using PassthroughTools.Sessions;
using PassthroughTools.State;
using VMware.Vim;
using VMHost = PassthroughTools.Inventory.VMHost;

namespace PassthroughTools.Esxcli;

/// <summary>A command of esxcli with what it is given, on a host as it is now.</summary>
internal sealed class EsxcliCall
{
    private readonly Dictionary<string, object?> given = new(StringComparer.OrdinalIgnoreCase);
    private readonly SessionViews client;
    private readonly EsxcliCommand command;

    /// <exception cref="PassthroughException">
    /// ValueInvalid: there is no such argument, or a required one is missing. HostNotFound and others: the host cannot be read.
    /// </exception>
    public EsxcliCall(EsxcliCommand command, VMHost host, IEnumerable<KeyValuePair<string, object?>> arguments)
    {
        this.command = command;
        foreach (var pair in arguments)
        {
            var argument = command.Arguments.FirstOrDefault(
                one => string.Equals(one.Name, pair.Key, StringComparison.OrdinalIgnoreCase))
                ?? throw Refused($"has no argument {Malformed.Quote(pair.Key)}", pair.Key);
            if (Bare(pair.Value) is { } value && !argument.Unset.Equals(value)) given[argument.Name] = value;
        }

        if (command.Arguments.FirstOrDefault(one => one.IsRequired && !given.ContainsKey(one.Name)) is { } missing)
            throw Refused($"needs '{missing.Name}'", missing.Name);
        client = new SessionViews(host.ReadFrom);
        Host = client.Read().Host(host.Id);
    }

    /// <summary>The host.</summary>
    public HostRecord Host { get; }

    /// <summary>The arguments of a table, as -V2 takes them, or one after the other in the order of the alphabet.</summary>
    public static IEnumerable<KeyValuePair<string, object?>> Arguments(EsxcliCommand command, object?[] values)
    {
        if (values.Length == 1 && Bare(values[0]) is IDictionary table)
            return table.Cast<DictionaryEntry>()
                .Select(static entry => new KeyValuePair<string, object?>($"{entry.Key}", entry.Value));
        if (values.Length > command.Arguments.Count)
        {
            throw Refused(
                command, FormattableString.Invariant($"takes {command.Arguments.Count} arguments, and {values.Length} are given"),
                values);
        }

        return values.Select((value, i) => new KeyValuePair<string, object?>(command.Arguments[i].Name, value));
    }

    /// <summary>A list of records as a script reads them.</summary>
    public object[] Records(Func<HostRecord, IEnumerable<KeyValuePair<string, object?>[]>> list)
    {
        return [.. list(Host).Select(static record =>
        {
            var row = new PSObject();
            foreach (var field in record) row.Properties.Add(new PSNoteProperty(field.Key, field.Value));
            return row;
        })];
    }

    /// <summary>An argument as text.</summary>
    public string Text(string name) => Convert.ToString(given[name], CultureInfo.InvariantCulture) ?? "";

    /// <summary>An argument that is true or false; null where it is not given.</summary>
    public bool? Flag(string name) => !given.TryGetValue(name, out var value) ? null : value switch
    {
        bool flag => flag,
        SwitchParameter flag => flag.IsPresent,
        1 or "1" => true,
        0 or "0" => false,
        string text when bool.TryParse(text, out bool flag) => flag,
        _ => throw Refused($"needs true or false as '{name}', and {Malformed.Quote($"{value}")} is given", value),
    };

    /// <summary>An argument that is a number, such as 768 or 0x0300; null where it is not given.</summary>
    public long? Number(string name)
    {
        if (!given.TryGetValue(name, out var value)) return null;
        string text = Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
        bool isHex = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        return long.TryParse(
            isHex ? text.Substring(2) : text, isHex ? NumberStyles.AllowHexSpecifier : NumberStyles.AllowLeadingSign,
            CultureInfo.InvariantCulture, out long number)
            ? number
            : throw Refused($"needs a number as '{name}', such as 0x0300, and {Malformed.Quote(text)} is given", value);
    }

    /// <summary>Calls a method of a managed object.</summary>
    public void Invoke(ManagedObjectReference moRef, string method, object? argument) => client.Invoke(moRef, method, argument);

    private static object? Bare(object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;

    private PassthroughException Refused(string what, object? target) => Refused(command, what, target);

    private static PassthroughException Refused(EsxcliCommand command, string what, object? target)
    {
        string takes = command.Arguments.Count == 0
            ? "It takes none."
            : $"It takes {string.Join(", ", command.Arguments.Select(static one => one.Name))}: $esxcli.{command.Path}.Help()";
        return new PassthroughException(ErrorId.ValueInvalid, $"esxcli {command.Path.Replace('.', ' ')} {what}. {takes}", target);
    }
}
