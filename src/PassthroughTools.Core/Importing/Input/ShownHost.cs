using System.Net;
using PassthroughTools.Files;

namespace PassthroughTools.Importing.Input;

/// <summary>
/// The host that a file shows: in a prompt of ESXi's or a command line, or in a column or property that a script added to each
/// device.
/// </summary>
/// <param name="Name">The name.</param>
/// <param name="Field">The column or property; null for a prompt or command line.</param>
internal sealed record ShownHost(string Name, string? Field)
{
    /// <summary>The name, as it can be shown.</summary>
    public string Name { get; } = Malformed.Printable(Name);

    /// <summary>Whether a command line names it, as <c>esxcli -s</c> and ssh do.</summary>
    public bool IsOfCommand { get; init; }

    /// <summary>Names of such columns, without blanks.</summary>
    public static readonly string[] Fields = ["VMHost", "VMHostName", "Host", "HostName", "ESXiHost", "ESXHost"];

    /// <summary>Where it is shown, as the beginning of a sentence.</summary>
    public string Where => IsOfCommand ? $"the command line names host '{Name}'"
        : Field is null ? $"the prompt is that of host '{Name}'" : $"{Field} is '{Name}'";

    /// <summary>
    /// Whether it is another host than the one of a name. A prompt has no domain, and what has an address is not told by it.
    /// </summary>
    public bool IsOther(string name)
    {
        string own = FirstLabel(Name), other = FirstLabel(name);
        if (IPAddress.TryParse(Name, out _) || IPAddress.TryParse(name, out _) || IsSame(own, "localhost")) return false;
        bool hasBoth = own.Length < Name.Length && other.Length < name.Length;
        return hasBoth ? !IsSame(Name, name) : !IsSame(own, other);
    }

    private static bool IsSame(string left, string right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);

    private static string FirstLabel(string name) => name.Split('.')[0];
}
