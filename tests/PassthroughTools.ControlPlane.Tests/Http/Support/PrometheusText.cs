using System.Globalization;
using System.Text.RegularExpressions;

namespace PassthroughTools.ControlPlane.Tests.Http.Support;

/// <summary>
/// Samples of the Prometheus text format 0.0.4 by name and labels in order. It is strict: a metric's HELP and TYPE come first and
/// once, its samples together, none twice.
/// </summary>
internal sealed partial class PrometheusText : List<KeyValuePair<string, double>>
{
    private static readonly string[] Types = ["counter", "gauge", "histogram", "summary", "untyped"];
    private static readonly string[] Suffixes = ["_bucket", "_sum", "_count"];

    public double this[string sample] => this.Single(one => one.Key == sample).Value;

    /// <exception cref="FormatException">The text is not of the format.</exception>
    public static PrometheusText Parse(string text)
    {
        if (!text.EndsWith('\n') || text.Contains('\r', StringComparison.Ordinal))
            throw new FormatException("Lines end with a line feed.");
        var found = new PrometheusText();
        var metrics = new List<(string Name, string Type)>();
        string? helped = null;
        using var lines = new StringReader(text);
        while (lines.ReadLine() is { } line)
        {
            if (Help().Match(line) is { Success: true } help)
            {
                helped = help.Groups["name"].Value;
            }
            else if (Type().Match(line) is { Success: true } type)
            {
                var (name, kind) = (type.Groups["name"].Value, type.Groups["type"].Value);
                if (name != helped || !Types.Contains(kind, StringComparer.Ordinal)
                    || metrics.Exists(metric => metric.Name == name)) throw new FormatException(line);
                metrics.Add((name, kind));
            }
            else if (Sample().Match(line) is { Success: true } sample && metrics.Count > 0
                && IsOf(sample.Groups["name"].Value, metrics[^1]))
            {
                var labels = Label().Matches(sample.Groups["labels"].Value).Select(static label => label.Value)
                    .Order(StringComparer.Ordinal);
                var key = sample.Groups["name"].Value
                    + (sample.Groups["labels"].Success ? $"{{{string.Join(',', labels)}}}" : "");
                if (found.Exists(one => one.Key == key)) throw new FormatException($"{key} is there twice.");
                found.Add(new(key, double.Parse(sample.Groups["value"].Value, CultureInfo.InvariantCulture)));
            }
            else
            {
                throw new FormatException(line);
            }
        }

        return found;
    }

    private static bool IsOf(string sample, (string Name, string Type) metric) =>
        metric.Type == "histogram" ? Suffixes.Any(suffix => sample == metric.Name + suffix) : sample == metric.Name;

    [GeneratedRegex("^# HELP (?<name>[a-zA-Z_:][a-zA-Z0-9_:]*) .+$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Help();

    [GeneratedRegex("^# TYPE (?<name>[a-zA-Z_:][a-zA-Z0-9_:]*) (?<type>[a-z]+)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Type();

    [GeneratedRegex("""^(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)(\{(?<labels>([a-zA-Z_][a-zA-Z0-9_]*="([^"\\\n]|\\["\\n])*",?)*)\})? (?<value>[0-9.eE+-]+|NaN|[+-]Inf)$""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Sample();

    [GeneratedRegex("""[a-zA-Z_][a-zA-Z0-9_]*="([^"\\\n]|\\["\\n])*""" + "\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Label();
}
