using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Newtonsoft.Json;
using PassthroughTools.State.Json;

namespace PassthroughTools.Operations.Json;

/// <summary>
/// An operation as JSON: an object with its name as "operation" and its properties, as in
/// {"operation":"PowerOnVM","vmId":"vm-12"}.
/// </summary>
internal static class OperationJson
{
    private const string NameProperty = "operation";

    private static readonly Encoding Utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);

    /// <summary>An operation as JSON, always the same for the same operation.</summary>
    public static string Write(Operation operation)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        Write(text, operation);
        return text.ToString();
    }

    /// <summary>The operation of a JSON text.</summary>
    /// <exception cref="FormatException">The text is no operation; the message says where.</exception>
    /// <exception cref="JsonException">The text is no JSON.</exception>
    /// <exception cref="Errors.PassthroughException">InputMalformed, InputVersionUnsupported: a file of an import cannot be
    /// understood.</exception>
    public static Operation Read(string text) => Read(() => new StringReader(text));

    /// <summary>As above, of a text that is read twice.</summary>
    /// <param name="open">Opens the text.</param>
    public static Operation Read(Func<TextReader> open)
    {
        string name;
        using (var text = open()) name = NameIn(text);
        if (!OperationShape.All.TryGetValue(name, out var shape))
            throw new FormatException(
                $"there is no operation '{Shortened(name)}'; there are {string.Join(", ", OperationShape.All.Keys)}");
        var operation = (Operation)Activator.CreateInstance(shape.Type)!;
        using var json = new JsonTextReader(open());
        var reader = new RecordReader(json);
        var given = new HashSet<string>(StringComparer.Ordinal);
        reader.Next();
        reader.Enter();
        while (reader.NextProperty() is { } property)
        {
            if (!given.Add(property)) throw reader.Fault($"'{Shortened(property)}' occurs twice");
            if (string.Equals(property, NameProperty, StringComparison.Ordinal)) continue;
            if (!shape.Properties.TryGetValue(property, out var known)) throw reader.Unknown(Shortened(property), name);
            if (json.TokenType != JsonToken.Null) known.Set(operation, known.Form.Read(reader));
            else if (known.IsRequired && !known.AllowsNull) throw reader.Fault($"'{property}' needs a value");
        }

        while (json.Read())
        {
            // Nothing but comments may follow: it is a fault of the JSON otherwise.
        }

        var missing = shape.Properties.Values.Where(property => property.IsRequired && !given.Contains(property.Name))
            .Select(static property => $"'{property.Name}'");
        return missing.Any() ? throw new FormatException($"{name} needs {string.Join(" and ", missing)}") : operation;
    }

    /// <summary>What tells an operation from others: the first 128 bits of SHA-256 over its JSON, in hexadecimal.</summary>
    public static string Fingerprint(Operation operation)
    {
        // An import may have megabytes.
        using var sha = SHA256.Create();
        using (var hashing = new CryptoStream(Stream.Null, sha, CryptoStreamMode.Write))
        using (var bytes = new StreamWriter(hashing, Utf8)) Write(bytes, operation);
        var text = new StringBuilder(32);
        for (int i = 0; i < 16; i++) text.Append(sha.Hash[i].ToString("x2", CultureInfo.InvariantCulture));
        return text.ToString();
    }

    /// <summary>The name of the operation of a JSON text, of which no more is read than that.</summary>
    /// <exception cref="FormatException">The text names none.</exception>
    /// <exception cref="JsonException">The text is no JSON.</exception>
    public static string NameIn(TextReader text)
    {
        var json = new JsonTextReader(text);
        var reader = new RecordReader(json);
        reader.Next();
        reader.Enter();
        while (reader.NextProperty() is { } property)
        {
            if (string.Equals(property, NameProperty, StringComparison.Ordinal)) return reader.RequiredText();
            json.Skip();
        }

        throw new FormatException($"the property '{NameProperty}' is missing, which names the operation");
    }

    private static void Write(TextWriter text, Operation operation)
    {
        using var json = new JsonTextWriter(text)
        {
            Formatting = Formatting.None, Culture = CultureInfo.InvariantCulture, CloseOutput = false,
        };
        json.WriteStartObject();
        json.WritePropertyName(NameProperty);
        json.WriteValue(operation.Name);
        foreach (var property in OperationShape.Of(operation).Properties.Values)
        {
            var value = property.Of(operation);
            if (value is null && !property.IsRequired) continue;
            json.WritePropertyName(property.Name);
            if (value is null) json.WriteNull();
            else property.Form.Write(json, value);
        }

        json.WriteEndObject();
    }

    private static string Shortened(string text) => text.Length <= 60 ? text : text.Substring(0, 60) + "...";
}
