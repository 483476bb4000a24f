using System.Text;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using PassthroughTools.Errors;
using PassthroughTools.Operations.Json;

namespace PassthroughTools.ControlPlane.Api;

/// <summary>
/// The OpenAPI document: what does not change is a resource, the operations and error ids are those of Core, the page's files its
/// own.
/// </summary>
internal static class OpenApiDocument
{
    private static readonly Lazy<string> Made = new(Make);
    private static readonly Lazy<byte[]> MadeBytes = new(static () => Encoding.UTF8.GetBytes(Text));

    public static string Text => Made.Value;

    /// <summary>The document as it is sent.</summary>
    public static byte[] Bytes => MadeBytes.Value;

    private static string Make()
    {
        using var stream = typeof(OpenApiDocument).Assembly.GetManifestResourceStream("openapi.json")!;
        using var reader = new JsonTextReader(new StreamReader(stream));
        var document = JObject.Load(reader);
        foreach (var route in PageRoutes.Routes)
            document["paths"]![route] = new JObject { ["$ref"] = "#/components/pathItems/PageFile" };
        var schemas = (JObject)document["components"]!["schemas"]!;
        schemas["ErrorId"]!["enum"] = new JArray(Enum.GetNames<ErrorId>());
        var names = OperationShape.All.Keys.Select(static name => new JObject { ["$ref"] = $"#/components/schemas/{name}" });
        schemas["Operation"]!["oneOf"] = new JArray(names);
        foreach (var (name, shape) in OperationShape.All) schemas[name] = Described(SchemaOf(name, shape), schemas[name]);
        return document.ToString(Formatting.None);
    }

    // The resource has the words, Core the form.
    private static JObject Described(JObject schema, JToken? words)
    {
        schema.Merge(words);
        return schema;
    }

    private static JObject SchemaOf(string name, OperationShape shape)
    {
        var properties = new JObject { ["operation"] = new JObject { ["type"] = "string", ["const"] = name } };
        foreach (var property in shape.Properties.Values)
        {
            var schema = JObject.Parse(property.Form.Schema);
            if (property.Most is { } most)
            {
                var limit = (string?)schema["type"] switch
                {
                    "string" => "maxLength",
                    "array" => "maxItems",
                    _ => "maxProperties",
                };
                schema[limit] = most;
            }

            properties[property.Name] = property.AllowsNull ? OrNull(schema) : schema;
        }

        return new JObject
        {
            ["type"] = "object",
            ["required"] = new JArray(
                shape.Properties.Values.Where(static property => property.IsRequired).Select(static property => property.Name)
                    .Prepend("operation")),
            ["additionalProperties"] = false,
            ["properties"] = properties,
        };
    }

    // Generators of clients make a plain property of two types, and a class of its own of two schemas.
    private static JObject OrNull(JObject schema)
    {
        if (schema["type"] is not JValue type || schema["enum"] is not null)
            return new JObject { ["anyOf"] = new JArray(schema, new JObject { ["type"] = "null" }) };
        schema["type"] = new JArray(type, "null");
        return schema;
    }
}
