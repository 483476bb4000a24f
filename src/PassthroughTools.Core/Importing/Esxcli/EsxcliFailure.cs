using System.Text.RegularExpressions;

namespace PassthroughTools.Importing.Esxcli;

/// <summary>
/// What esxcli, localcli, ssh and the shells print where a list was asked for and none came: their sentences, as guides and forum
/// threads show them.
/// </summary>
internal static class EsxcliFailure
{
    /// <summary>What to do, as the end of a sentence.</summary>
    public const string Remedy = "mend that and run the command again, as root on the host";

    private const int Looked = 300;
    private const int MaxQuoted = 200;

    private static readonly Regex Line = new(
        @"^(?:Errors?\s*:|Unknown (?:command|namespace|option)|Unable to \w|Invalid (?:option|argument|command)"
        + @"|Missing (?:required )?(?:parameter|option|argument)"
        + @"|Connect(?:ion)? to \S{1,256} (?:failed|refused|timed out)|Connection (?:failed|failure|refused|timed out|reset)"
        + @"|Usage: \S{0,256}(?:esxcli|localcli)"
        + @"|Cannot (?:complete login|connect)|Permission denied|Operation not permitted|Access (?:is )?denied|No route to host"
        + @"|Host (?:key verification failed|is unreachable)"
        + @"|ssh: |Traceback \(most recent|Runtime error|Segmentation fault|Failed to \w|Server (?:certificate|thumbprint)"
        + @"|(?:\S{0,256}/)?(?:esxcli|localcli)(?:\.exe)?\s?: |(?:-?\w{0,20}sh|bash|zsh): .{0,256}(?:esxcli|localcli)"
        + @"|'?(?:esxcli|localcli)\S{0,10} is not recognized)",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase,
        TimeSpan.FromSeconds(5));

    /// <summary>Whether a line, without blanks around it, is one of them.</summary>
    public static bool IsLine(string line) => Line.IsMatch(line.Length > Looked ? line.Substring(0, Looked) : line);

    /// <summary>What is said of it.</summary>
    public static string Words(string line) => $"esxcli failed: {Quoted(line)}";

    /// <summary>The line, longer than other text out of files is quoted: it says what to mend.</summary>
    public static string Quoted(string line) => line.Length > MaxQuoted ? $"'{line.Substring(0, MaxQuoted)}...'" : $"'{line}'";
}
