using PassthroughTools.ControlPlane.Tests.Http.Support;
using Shouldly;
using Xunit;

namespace PassthroughTools.ControlPlane.Tests.Http.OpenApi;

/// <summary>That the validator bites, for a test that cannot fail says nothing.</summary>
public sealed class SchemaValidatorTests
{
    [Theory]
    [InlineData("""{"type":"object"}""", "{}", "[]")]
    [InlineData("""{"type":"array"}""", "[]", "{}")]
    [InlineData("""{"type":"string"}""", "\"\"", "1")]
    [InlineData("""{"type":"boolean"}""", "false", "0")]
    [InlineData("""{"type":"null"}""", "null", "\"\"")]
    [InlineData("""{"type":"integer"}""", "-5", "5.5")]
    [InlineData("""{"type":"integer"}""", "5", "\"5\"")]
    [InlineData("""{"const":"a"}""", "\"a\"", "\"b\"")]
    [InlineData("""{"const":true}""", "true", "false")]
    [InlineData("""{"enum":["a","b"]}""", "\"b\"", "\"B\"")]
    [InlineData("""{"required":["a"]}""", """{"a":null}""", """{"b":1}""")]
    [InlineData("""{"dependentRequired":{"a":["b"]}}""", """{"a":1,"b":2}""", """{"a":1}""")]
    [InlineData("""{"dependentRequired":{"a":["b"]}}""", """{"b":2}""", """{"a":1,"c":2}""")]
    [InlineData("""{"properties":{"a":{"type":"string"}}}""", """{"a":"","b":1}""", """{"a":1}""")]
    [InlineData("""{"properties":{"a":true},"additionalProperties":false}""", """{"a":1}""", """{"a":1,"b":2}""")]
    [InlineData("""{"additionalProperties":{"type":"string"}}""", """{"a":"x"}""", """{"a":"x","b":2}""")]
    [InlineData("""{"items":{"type":"string"}}""", """["a"]""", """["a",1]""")]
    [InlineData("""{"oneOf":[{"type":"string"},{"const":1}]}""", "1", "2")]
    [InlineData("""{"oneOf":[{"type":"integer"},{"const":1}]}""", "2", "1")]
    [InlineData("""{"anyOf":[{"type":"integer"},{"const":1},{"type":"null"}]}""", "1", "\"\"")]
    [InlineData("""{"pattern":"^a+$"}""", "\"aa\"", "\"ab\"")]
    [InlineData("""{"minLength":1}""", "\"a\"", "\"\"")]
    [InlineData("""{"maxLength":1}""", "\"a\"", "\"ab\"")]
    [InlineData("""{"minimum":1}""", "1", "0")]
    [InlineData("""{"maximum":1}""", "1", "2")]
    [InlineData("""{"format":"int32"}""", "2147483647", "2147483648")]
    [InlineData("""{"format":"int64"}""", "9223372036854775807", "9223372036854775808")]
    [InlineData("""{"format":"date-time"}""", "\"2026-11-21T10:00:00.0000000Z\"", "\"2026-11-21 10:00\"")]
    [InlineData("""{"format":"date-time"}""", "\"2026-11-21T10:00:00Z\"", "\"2026-13-21T10:00:00Z\"")]
    [InlineData("""{"$ref":"#/$defs/text"}""", "\"\"", "1")]
    [InlineData("""{"properties":{"a":{"items":{"$ref":"#/$defs/text"}}}}""", """{"a":["x"]}""", """{"a":["x",{}]}""")]
    public void Every_keyword_takes_what_it_should_and_refuses_the_rest(string schema, string valid, string invalid)
    {
        var validator = new SchemaValidator(Answer.Parse("""{"$defs":{"text":{"type":"string"}}}"""));
        validator.Faults(Answer.Parse(valid), Answer.Parse(schema)).ShouldBeEmpty();
        validator.Faults(Answer.Parse(invalid), Answer.Parse(schema)).ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData("""{"minItems":1}""")]
    [InlineData("""{"nullable":true}""")]
    [InlineData("""{"type":"text"}""")]
    [InlineData("""{"format":"uuid"}""")]
    [InlineData("""{"properties":{"a":{"propertys":{}}}}""")]
    [InlineData("""{"$ref":"#/$defs/nothing"}""")]
    [InlineData("""{"$ref":"https://example.com/schema"}""")]
    public void What_it_does_not_know_throws(string schema)
    {
        var validator = new SchemaValidator(Answer.Parse("{}"));
        Should.Throw<NotSupportedException>(() => validator.Faults(Answer.Parse("""{"a":1}"""), Answer.Parse(schema)));
    }

    [Theory]
    [InlineData("""{"kind":"a","list":[{"n":1}]}""", 0)]
    [InlineData("""{"kind":"a","list":[{"n":1},{"n":"1"},{}]}""", 2)]
    [InlineData("""{"list":[],"more":1}""", 2)]
    public void Every_fault_is_told(string value, int faults)
    {
        var schema = Answer.Parse("""
            {"type":"object","required":["kind"],"additionalProperties":false,"properties":{"kind":{"const":"a"},
             "list":{"type":"array","items":{"type":"object","required":["n"],"properties":{"n":{"type":"integer"}}}}}}
            """);
        new SchemaValidator(schema).Faults(Answer.Parse(value), schema).Count.ShouldBe(faults);
    }

    [Fact]
    public void A_fault_says_where_it_is()
    {
        var schema = Answer.Parse("""{"properties":{"a":{"items":{"properties":{"b":{"type":"string"}}}}}}""");
        new SchemaValidator(schema).Faults(Answer.Parse("""{"a":[{"b":""},{"b":1}]}"""), schema)
            .ShouldBe(["$.a[1].b: it is Number and not \"string\""]);
    }

    [Fact]
    public void Only_properties_of_valid_values_and_of_branches_that_fit_are_seen()
    {
        var schema = Answer.Parse(
            """{"oneOf":[{"required":["a"],"properties":{"a":true,"c":true}},{"required":["b"],"properties":{"b":true,"c":true}}]}""");
        var validator = new SchemaValidator(schema);
        validator.Faults(Answer.Parse("""{"c":1}"""), schema).ShouldNotBeEmpty();
        validator.Seen.ShouldBeEmpty();
        validator.Faults(Answer.Parse("""{"b":1}"""), schema).ShouldBeEmpty();
        validator.Seen.ShouldBe(["#/1/b"]);
    }
}
