using System.Text.RegularExpressions;

namespace PassthroughTools.Importing.Input;

/// <summary>
/// The host that a command line reaches: by esxcli's own options, as the argument of ssh or plink, or in PowerCLI.
/// </summary>
internal static class RemoteCommand
{
    private const string Host = @"(?<host>[\w.:-]{1,256})";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);
    private static readonly char[] Blanks = [' ', '\t'];

    /// <summary>
    /// esxcli's --vihost (-h) goes before its --server (-s), which may be a vCenter. Source: Getting Started with vSphere
    /// Command-Line Interfaces 6.0, "Lockdown Mode" (the vCenter with --server, the host with --vihost).
    /// </summary>
    private static readonly Regex Options = new(
        $@"\besxcli\b(?:[^|;&>]*?\s(?:-h[\s=]*|--vihost[\s=]+){Host}(?=\s|$)|[^|;&>]*?\s(?:-s[\s=]*|--server[\s=]+){Host}(?=\s|$))",
        RegexOptions.CultureInvariant,
        Limit);

    /// <summary>Get-EsxCli -VMHost with a name, or with what Get-VMHost gives for one; or behind that in a pipe.</summary>
    private static readonly Regex PowerCli = new(
        $@"\bGet-EsxCli\b[^|;]*?\s-VMHost[\s:]+\(?\s*(?:Get-VMHost\s+(?:-Name\s+)?)?['""]?{Host}|\bGet-VMHost\s+(?:-Name\s+)?['""]?{Host}['""]?\s*\|\s*Get-EsxCli\b",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase,
        Limit);

    private static readonly Regex Esxcli = new(@"\b(?:esxcli|localcli)\b",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, Limit);

    /// <summary>The program, alone or with its folder.</summary>
    private static readonly Regex Shell = new(
        @"^(?:\S{0,256}[/\\])?(?<name>ssh|plink)(?:\.exe)?$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, Limit);

    /// <summary>The options that a value follows. Sources: ssh(1) of OpenSSH 9; PuTTY's manual 0.83, 3.11 and 7.2.</summary>
    private const string SshValues = "BbcDEeFIiJLlmOoPpQRSWw";
    private static readonly string[] PlinkValues =
        ["-P", "-l", "-pw", "-pwfile", "-i", "-m", "-load", "-L", "-R", "-D", "-nc", "-proxycmd", "-hostkey", "-sercfg",
            "-sshlog", "-sshrawlog", "-cert"];

    /// <summary>The host, or null where the line names none.</summary>
    public static string? HostOf(string command)
    {
        if (Options.Match(command) is { Success: true } option) return option.Groups["host"].Value;
        if (PowerCli.Match(command) is { Success: true } powerCli) return powerCli.Groups["host"].Value;
        return Esxcli.Match(command) is { Success: true } tool ? OfShell(command.Substring(0, tool.Index)) : null;
    }

    /// <summary>The destination of ssh or plink: the first word that is neither an option nor an option's value.</summary>
    private static string? OfShell(string words)
    {
        var all = words.Split(Blanks, StringSplitOptions.RemoveEmptyEntries);
        int at = Array.FindIndex(all, static word => Shell.IsMatch(word));
        if (at < 0) return null;
        bool isPlink = Shell.Match(all[at]).Groups["name"].Value.StartsWith("p", StringComparison.OrdinalIgnoreCase);
        while (++at < all.Length && all[at][0] == '-')
        {
            var option = all[at];
            if (isPlink && option == "-load") return null;
            bool takesNext = isPlink
                ? Array.IndexOf(PlinkValues, option) >= 0
                : option.Length > 1 && option.IndexOfAny(SshValues.ToCharArray(), 1) == option.Length - 1;
            if (takesNext) at++;
        }

        if (at >= all.Length) return null;
        var destination = all[at].Trim('\'', '"');
        const string scheme = "ssh://";
        if (destination.StartsWith(scheme, StringComparison.OrdinalIgnoreCase))
            destination = destination.Substring(scheme.Length).TrimEnd('/').Split(':')[0];
        var host = destination.Substring(destination.LastIndexOf('@') + 1);
        return Regex.IsMatch(host, @"^[\w.:-]{1,256}$", RegexOptions.CultureInvariant, Limit) ? host : null;
    }
}
