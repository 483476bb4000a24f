using PassthroughTools.Errors;

namespace PassthroughTools.ControlPlane.Hosting;

/// <summary>The command line, checked: an option that is misspelt must not start a server that is not what was meant.</summary>
internal static class ServerArguments
{
    private const string Sample = "--sample";
    private static readonly string[] Known = ["--store", Sample, "--urls", "--catalog", "--certificate", "--certificate-key"];

    /// <summary>What is said where the command line is not understood.</summary>
    public const string Usage = """
        usage:
          --store <path.json | postgres> [--sample] [--urls <http://127.0.0.1:8480>] [--catalog <file>]
                  [--certificate <file> [--certificate-key <file>]]
          token create --name <who> --role <reader | operator | admin> [--expires <30d | 12h | never | 2027-01-01>] --store <...>
          token list --store <...>
          token revoke <id or name> --store <...>
          backup <folder | new file> [--keep <how many>] --store <...>
          restore <file> [--force] --store <...>
        """;

    /// <summary>The arguments as the configuration understands them.</summary>
    /// <exception cref="PassthroughException">ValueInvalid: one is unknown or has no value.</exception>
    public static string[] Checked(IReadOnlyList<string> arguments)
    {
        var read = new List<string>();
        for (int i = 0; i < arguments.Count; i++)
        {
            var name = arguments[i].Split('=', 2)[0];
            if (!Known.Contains(name, StringComparer.Ordinal))
                throw new PassthroughException(ErrorId.ValueInvalid,
                    $"'{arguments[i]}' is no option of the server. Its options are {string.Join(", ", Known)}; Kestrel's and "
                    + "the log's settings belong into appsettings.json or the environment.", arguments[i]);
            if (arguments[i].Length > name.Length)
            {
                read.Add(arguments[i]);
            }
            else if (name == Sample)
            {
                read.Add("--sample=true");
            }
            else if (i + 1 < arguments.Count && !arguments[i + 1].StartsWith("--", StringComparison.Ordinal))
            {
                read.Add($"{name}={arguments[++i]}");
            }
            else
            {
                throw new PassthroughException(ErrorId.ValueInvalid, $"'{name}' needs a value.", name);
            }
        }

        return [.. read];
    }
}
