using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using PassthroughTools.Capabilities;
using PassthroughTools.ControlPlane.Api;
using PassthroughTools.ControlPlane.Security;
using PassthroughTools.ControlPlane.Tests.Http.Support;
using PassthroughTools.Errors;
using PassthroughTools.Importing;
using PassthroughTools.Inventory;
using PassthroughTools.Operations.Json;
using PassthroughTools.State.Json;
using Shouldly;
using Xunit;

namespace PassthroughTools.ControlPlane.Tests.Http.OpenApi;

/// <summary>The document for itself, and against the routes and types that it describes.</summary>
public sealed class DocumentTests
{
    private static readonly ApiDocument Document = new(OpenApiDocument.Text);

    private static JsonElement Components => Document.Root.GetProperty("components");

    [Fact]
    public async Task Every_route_is_in_the_document_and_the_reverse()
    {
        await using var lab = await HttpLab.StartAsync(sample: false);
        var mapped =
            Routes(lab)
                .SelectMany(static endpoint => MethodsOf(endpoint).Where(static method => method != "HEAD")
                    .Select(method => $"{method} {endpoint.RoutePattern.RawText}")).ToList();
        Document.Operations.Select(static operation => $"{operation.Method} {operation.Route}")
            .ShouldBe(mapped, ignoreOrder: true);
        ServedRoutes.All.Select(static route => $"{route.Method} {route.Route}").ShouldBe(mapped, ignoreOrder: true);
    }

    [Fact]
    public async Task Every_route_needs_the_role_that_the_document_names()
    {
        await using var lab = await HttpLab.StartAsync(sample: false);
        var needed = Routes(lab).ToDictionary(
            static endpoint => $"{MethodsOf(endpoint)[0]} {endpoint.RoutePattern.RawText}",
            static endpoint =>
                endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>().Select(static data => TokenRoles.Parse(data.Policy))
                    .Max()?.Text(),
            StringComparer.Ordinal);
        foreach (var (method, route, operation) in Document.Operations)
        {
            var role = operation.TryGetProperty("x-role", out var named) ? named.GetString() : null;
            role.ShouldBe(needed[$"{method} {route}"], $"{method} {route}");
            bool isOpen = operation.TryGetProperty("security", out var security) && security.GetArrayLength() == 0;
            isOpen.ShouldBe(role is null, $"{method} {route}");
            operation.GetProperty("responses").TryGetProperty("401", out _).ShouldBe(role is not null, $"{method} {route}");
            operation.GetProperty("responses").TryGetProperty("403", out _)
                .ShouldBe(role is not (null or "reader"), $"{method} {route}");
        }
    }

    [Fact]
    public void Every_operation_is_described_and_its_parameters_are_those_of_its_path()
    {
        foreach (var (method, route, operation) in Document.Operations)
        {
            operation.GetProperty("summary").GetString().ShouldNotBeNullOrEmpty($"{method} {route}");
            operation.GetProperty("description").GetString()!.ShouldEndWith(".", Case.Sensitive, $"{method} {route}");
            var parameters = operation.TryGetProperty("parameters", out var given)
                ? given.EnumerateArray().Select(Document.Resolved).ToList()
                : [];
            foreach (var parameter in parameters)
            {
                parameter.GetProperty("description").GetString().ShouldNotBeNullOrEmpty();
                parameter.TryGetProperty("schema", out _).ShouldBeTrue();
                if (parameter.TryGetProperty("example", out var example))
                    Document.Faults(example, parameter.GetProperty("schema")).ShouldBeEmpty();
            }

            var inPath = parameters.Where(static parameter => parameter.GetProperty("in").GetString() == "path")
                .Select(static parameter => parameter.GetProperty("name").GetString());
            inPath.ShouldBe(Regex.Matches(route, "{(?<name>.+?)}", RegexOptions.None, TimeSpan.FromSeconds(1))
                .Select(static match => match.Groups["name"].Value), $"{method} {route}");
        }

        var ids = Document.Operations.Where(static operation => operation.Operation.TryGetProperty("operationId", out _))
            .Select(static operation => operation.Operation.GetProperty("operationId").GetString()).ToList();
        ids.Distinct(StringComparer.Ordinal).Count().ShouldBe(ids.Count);
        ids.Count.ShouldBe(ServedRoutes.OfApi.Length);
    }

    [Fact]
    public void Every_reference_points_to_something_and_every_component_is_used()
    {
        var references = Elements(Document.Root)
            .Where(static element => element.ValueKind == JsonValueKind.Object && element.TryGetProperty("$ref", out _))
            .Select(static element => element.GetProperty("$ref").GetString()!).ToHashSet(StringComparer.Ordinal);
        foreach (var reference in references)
            Document.Resolved(Answer.Parse($$"""{"$ref":"{{reference}}"}""")).ValueKind.ShouldBe(JsonValueKind.Object, reference);
        var components = Components.EnumerateObject().Where(static kind => kind.Name != "securitySchemes")
            .SelectMany(static kind => kind.Value.EnumerateObject().Select(one => $"#/components/{kind.Name}/{one.Name}"));
        references.ShouldBe(components, ignoreOrder: true);
    }

    [Fact]
    public void Every_object_of_an_answer_is_closed_and_described_and_uses_known_keywords()
    {
        foreach (var schema in Components.GetProperty("schemas").EnumerateObject())
        {
            schema.Value.GetProperty("description").GetString().ShouldNotBeNullOrEmpty(schema.Name);
            foreach (var part in Schemas(schema.Value))
            {
                foreach (var keyword in part.EnumerateObject().Where(static keyword => !SchemaValidator.IsWord(keyword.Name)))
                {
                    if (keyword.Name is "$ref" or "oneOf" or "anyOf" or "properties" or "additionalProperties" or "items")
                        continue;
                    Should.NotThrow(() => SchemaKeywords.Fault(Answer.Parse("1"), keyword.Name, keyword.Value), schema.Name);
                }

                if (part.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String
                    && type.GetString() == "object")
                    part.TryGetProperty("additionalProperties", out _).ShouldBeTrue(schema.Name);
                if (!part.TryGetProperty("properties", out var properties)) continue;
                part.GetProperty("additionalProperties").ValueKind.ShouldBe(JsonValueKind.False, schema.Name);
                foreach (var name in part.GetProperty("required").EnumerateArray())
                    properties.TryGetProperty(name.GetString()!, out _).ShouldBeTrue($"{schema.Name}: {name}");
            }
        }
    }

    [Fact]
    public void Enumerations_are_those_of_Core()
    {
        Names("ErrorId").ShouldBe(Enum.GetNames<ErrorId>());
        Names("VMHostState").ShouldBe(JsonName<VMHostState>.All);
        Names("VMHostPowerState").ShouldBe(JsonName<VMHostPowerState>.All);
        Names("DrsAutomationLevel").ShouldBe(JsonName<DrsAutomationLevel>.All);
        Names("HAIsolationResponse").ShouldBe(JsonName<HAIsolationResponse>.All);
        Names("HARestartPriority").ShouldBe(JsonName<HARestartPriority>.All);
        Names("VMPowerState").ShouldBe(JsonName<VMPowerState>.All);
        Names("Firmware").ShouldBe(JsonName<Firmware>.All);
        Names("DeviceMode").ShouldBe(JsonName<DeviceMode>.All);
        Names("DirectPathTechnology").ShouldBe(JsonName<DirectPathTechnology>.All);
        Names("CapabilitySupport").ShouldBe(JsonName<CapabilitySupport>.All);
        Names("PassthroughFeature").ShouldBe(JsonName<PassthroughFeature>.All);
        Names("ImportedKind").ShouldBe(JsonName<ImportedKind>.All);
        Names("ImportAction").ShouldBe(JsonName<ImportAction>.All);
        Names("CapabilityKind").ShouldBe(JsonName<CapabilityKind>.All);

        static IEnumerable<string?> Names(string schema) =>
            Components.GetProperty("schemas").GetProperty(schema).GetProperty("enum").EnumerateArray()
                .Select(static name => name.GetString());
    }

    [Fact]
    public void Every_operation_of_Core_has_a_schema_and_words_for_it_and_its_properties()
    {
        var schemas = Components.GetProperty("schemas");
        schemas.GetProperty("Operation").GetProperty("oneOf").EnumerateArray()
            .Select(static one => one.GetProperty("$ref").GetString())
            .ShouldBe(OperationShape.All.Keys.Select(static name => $"#/components/schemas/{name}"));
        foreach (var (name, shape) in OperationShape.All)
        {
            var schema = schemas.GetProperty(name);
            var properties = schema.GetProperty("properties");
            properties.EnumerateObject().Select(static property => property.Name)
                .ShouldBe(["operation", .. shape.Properties.Keys], ignoreOrder: true);
            foreach (var property in shape.Properties.Keys)
                properties.GetProperty(property).GetProperty("description").GetString()
                    .ShouldNotBeNullOrEmpty($"{name}.{property}");
            schema.GetProperty("required").EnumerateArray().Select(static property => property.GetString())
                .ShouldBe(
                    ["operation", .. shape.Properties.Values.Where(static property => property.IsRequired)
                        .Select(static property => property.Name)], ignoreOrder: true);
        }
    }

    [Fact]
    public void Examples_are_valid()
    {
        var media = Elements(Document.Root).Where(
            static element => element.ValueKind == JsonValueKind.Object && element.TryGetProperty("schema", out _)).ToList();
        int examples = 0;
        foreach (var one in media)
        {
            IEnumerable<JsonElement> values = one.TryGetProperty("examples", out var several) ? several.EnumerateObject()
                .Select(static example => example.Value.GetProperty("value"))
                : one.TryGetProperty("example", out var example) ? [example] : [];
            foreach (var value in values)
            {
                Document.Faults(value, one.GetProperty("schema")).ShouldBeEmpty(value.GetRawText());
                examples++;
            }
        }

        examples.ShouldBeGreaterThan(8);
    }

    [Theory]
    [InlineData("""{"operation":"PowerOnVM","vmId":"vm-5"}""", true)]
    [InlineData("""{"operation":"SetAdvancedSetting","vmId":"vm-5","setting":"a","value":null}""", true)]
    [InlineData("""{"operation":"PowerOnVM"}""", false)]
    [InlineData("""{"operation":"PowerOnVM","vmId":5}""", false)]
    [InlineData("""{"operation":"PowerOnVM","vmId":"vm-5","force":true}""", false)]
    [InlineData("""{"operation":"PowerOnVm","vmId":"vm-5"}""", false)]
    [InlineData("""{"operation":"SetAdvancedSetting","vmId":"vm-5","setting":"a"}""", false)]
    public void The_schema_of_operations_tells_them_from_what_is_none(string body, bool isValid) =>
    (Document.Faults(Answer.Parse(body), "Operation").Count == 0).ShouldBe(isValid);

    private static IEnumerable<RouteEndpoint> Routes(HttpLab lab) =>
        lab.Services.GetServices<EndpointDataSource>().SelectMany(static source => source.Endpoints).OfType<RouteEndpoint>();

    private static IReadOnlyList<string> MethodsOf(RouteEndpoint endpoint) =>
        endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods;

    private static IEnumerable<JsonElement> Elements(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(static member => Elements(member.Value)).Prepend(element),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Elements),
        _ => [],
    };

    /// <summary>A schema and those in it.</summary>
    private static IEnumerable<JsonElement> Schemas(JsonElement schema)
    {
        if (schema.ValueKind != JsonValueKind.Object) yield break;
        yield return schema;
        List<JsonElement> inner = [];
        foreach (var keyword in schema.EnumerateObject())
        {
            if (keyword.Name == "properties")
                inner.AddRange(keyword.Value.EnumerateObject().Select(static property => property.Value));
            else if (keyword.Name is "oneOf" or "anyOf") inner.AddRange(keyword.Value.EnumerateArray());
            else if (keyword.Name is "items" or "additionalProperties") inner.Add(keyword.Value);
        }

        foreach (var part in inner.SelectMany(Schemas)) yield return part;
    }
}
