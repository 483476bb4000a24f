using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace PassthroughTools.ControlPlane.Tests.Http.Support;

/// <summary>The OpenAPI document of a server, and whether answers are as it says.</summary>
internal sealed class ApiDocument
{
    private static readonly string[] Methods = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    private readonly SchemaValidator validator;

    public ApiDocument(string text)
    {
        Root = Answer.Parse(text);
        validator = new SchemaValidator(Root);
    }

    public JsonElement Root { get; }

    /// <summary>The schemas' properties that valid answers had.</summary>
    public IReadOnlySet<string> Seen => validator.Seen;

    /// <summary>All operations.</summary>
    public IEnumerable<(string Method, string Route, JsonElement Operation)> Operations =>
        from path in Root.GetProperty("paths").EnumerateObject()
        from member in Resolved(path.Value).EnumerateObject()
        where Methods.Contains(member.Name, StringComparer.Ordinal)
        select (member.Name.ToUpperInvariant(), path.Name, member.Value);

    /// <summary>All statuses that operations answer with.</summary>
    public IEnumerable<(string Method, string Route, int Status)> Statuses => Operations.SelectMany(
        static operation => operation.Operation.GetProperty("responses").EnumerateObject(),
        static (operation, response) =>
            (operation.Method, operation.Route, int.Parse(response.Name, CultureInfo.InvariantCulture)));

    /// <summary>Takes a reference's target in its place.</summary>
    public JsonElement Resolved(JsonElement element) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty("$ref", out var reference)
            ? validator.Resolve(reference.GetString()!)
            : element;

    /// <summary>The route of a request's target, as ASP.NET finds it; null where there is none.</summary>
    public string? RouteOf(string method, string target)
    {
        // A # is sent by no client that takes it for a fragment, and is of the path where one comes.
        var path = target.Split('?')[0];

        // Kestrel goes up and stays by them: what is asked for is another path then.
        if (path.Split('/').Any(static part => Uri.UnescapeDataString(part) is "." or "..")) return null;
        return Operations.Where(one => one.Method == method).Select(static one => one.Route).FirstOrDefault(route =>
        {
            var pattern = Regex.Replace(route, "[{][^}]+[}]", "[^/]+", RegexOptions.None, Limit)
                .Replace(".", "[.]", StringComparison.Ordinal);
            return Regex.IsMatch(path, $"^{pattern}$", RegexOptions.IgnoreCase, Limit);
        });
    }

    /// <summary>What is wrong with a value of a schema.</summary>
    public IReadOnlyList<string> Faults(JsonElement value, JsonElement schema, string place = "#") =>
        validator.Faults(value, schema, place);

    /// <summary>What is wrong with a value of a schema of the components.</summary>
    public IReadOnlyList<string> Faults(JsonElement value, string schema) =>
        Faults(value, validator.Resolve("#/components/schemas/" + schema), "#/components/schemas/" + schema);

    /// <summary>What the document has of a route's answer with a status; null where it has no such answer.</summary>
    public JsonElement? Response(string method, string route, int status)
    {
        var operation = Operations.Single(one => one.Method == method && one.Route == route).Operation;
        return operation.GetProperty("responses").TryGetProperty(status.ToString(CultureInfo.InvariantCulture), out var response)
            ? Resolved(response)
            : null;
    }

    /// <summary>What is wrong with an answer of a route.</summary>
    public IReadOnlyList<string> Faults(string method, string route, Answer answer)
    {
        if (Response(method, route, answer.Status) is not { } response)
            return [FormattableString.Invariant($"the document has no status {answer.Status} there")];
        return [.. HeaderFaults(response, answer), .. ContentFaults(response, answer)];
    }

    private IEnumerable<string> HeaderFaults(JsonElement response, Answer answer)
    {
        foreach (var entry in response.GetProperty("headers").EnumerateObject())
        {
            var header = Resolved(entry.Value);
            if (answer[entry.Name] is { } value)
            {
                foreach (var fault in validator.Faults(JsonSerializer.SerializeToElement(value), header.GetProperty("schema")))
                    yield return $"header {entry.Name}: {fault}";
            }
            else if (header.TryGetProperty("required", out var required) && required.GetBoolean())
            {
                yield return $"the header {entry.Name} is missing";
            }
        }
    }

    private IEnumerable<string> ContentFaults(JsonElement response, Answer answer)
    {
        if (!response.TryGetProperty("content", out var content))
            return answer is { Body: "", MediaType: null } ? [] : ["there is a body"];
        if (!content.TryGetProperty(answer.MediaType ?? "", out var media))
            return [$"the document has no content of the type {answer.MediaType} there"];
        var isJson = answer.MediaType is "application/json" or "application/problem+json";
        return validator.Faults(isJson ? answer.Json : JsonSerializer.SerializeToElement(answer.Body),
            media.GetProperty("schema"));
    }
}
