using System.Text.RegularExpressions;

namespace PassthroughTools.Importing.Input;

/// <summary>
/// The prompts in a terminal's capture: ESXi's <c>[root@esx01:~]</c> and <c>~ #</c>, those of bash, zsh, fish and git's bash as
/// Linux, Photon and a Mac set them up, PowerShell's and cmd's. A line with nothing but esxcli's or localcli's command counts
/// too, be it after a <c>#</c> as people note it down.
/// </summary>
internal static class ShellPrompt
{
    private const int MaxLength = 2000;

    /// <summary>What a prompt begins with beside letters and digits.</summary>
    private const string Starts = "[~/#$%>+=*-\u279c\u276f\u03bb";

    private const string Tool = @"(?:\S{0,256}[/\\])?(?:esxcli(?:\.exe)?|localcli|vim-cmd)(?!\s: )(?:\s|$)";

    private const string Remote =
        @"(?:sshpass\s.{1,200}?\s)?(?:\S{0,256}[/\\])?(?:ssh|plink)(?:\.exe)?\s.{1,500}?\b(?:esxcli|localcli)\s";

    private static readonly Regex Prompt = new(
        @"^(?:\[[^\s@\[\]""]{1,64}@(?:(?<host>[^\s:\]]{1,256}):)?[^\]]{0,256}\]\s?[#$%>]?"
        + @"|[\w.-]{1,64}@[\w.-]{1,64}[: ][^\s#$%>]{0,256}\s?[#$%>]"
        + @"|[\w.-]{1,64}@[\w.-]{1,64} \[ ?[^\]\s]{1,256} ?\]\s?[#$%]"
        + @"|[\w.-]{1,64}@[\w.-]{1,64} (?:MINGW|MSYS|UCRT|CLANG)\w{0,10} \S{1,256}(?: \([^)]{1,100}\))?"
        + @"|[\w.-]{1,64}:[~/][^\s#$%]{0,256} (?:[\w.-]{1,64}[$%]|#)"
        + @"|(?:ba|z|k|da)?sh(?:-[\d.]{1,10})?[#$%]"
        + @"|[A-Za-z][\w.-]{0,63}[#$%](?=\s*$|\s+" + Tool + ")"
        + @"|[\u279c\u276f\u03bb](?:\s+(?:~|/)\S{0,256})?(?:\s+git:\([^)]{1,100}\)(?:\s+\u2717)?)?(?=\s*$|\s+" + Tool + ")"
        + @"|[$%](?=\s*$)"
        + @"|(?:~|/[^\s#]{0,256}) [#$]"
        + @"|(?:PS|PowerCLI)(?: [^>]{0,256})?>"
        + @"|[A-Za-z]:\\[^>]{0,256}>"
        + @"|[#$%>+=*-]{1,100}\s*(?=" + Tool + "|" + Remote + ")"
        + @"|(?=" + Tool + "|" + Remote + "))"
        + @"(?:\s+(?<command>\S.*)|(?<command>(?:" + Tool + "|" + Remote + @").*)|\s*)$",
        RegexOptions.CultureInvariant,
        TimeSpan.FromSeconds(5));

    /// <summary>Whether a line of a text is a prompt.</summary>
    /// <param name="text">The text.</param>
    /// <param name="start">Where the line starts.</param>
    /// <param name="length">The line's length.</param>
    /// <param name="command">What was typed there, or null where nothing was.</param>
    /// <param name="host">The host that ESXi's prompt names, or null; other shells' are of the machine that esxcli connects
    /// from.</param>
    public static bool TryRead(string text, int start, int length, out string? command, out string? host)
    {
        command = host = null;
        while (length > 0 && char.IsWhiteSpace(text[start + length - 1])) length--;
        if (length is 0 or > MaxLength || !CanBegin(text[start])) return false;
        var match = Prompt.Match(text.Substring(start, length));
        if (match.Groups["command"] is { Success: true } typed) command = typed.Value;
        if (match.Groups["host"] is { Success: true } named) host = named.Value;
        return match.Success;
    }

    private static bool CanBegin(char c) => Starts.IndexOf(c) >= 0 || char.IsLetterOrDigit(c);
}
