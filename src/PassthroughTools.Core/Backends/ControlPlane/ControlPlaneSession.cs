using Newtonsoft.Json;
using PassthroughTools.State.Json;

namespace PassthroughTools.Backends.ControlPlane;

/// <summary>Who a control plane says is connected.</summary>
/// <param name="Name">The token's name.</param>
/// <param name="Role">reader, operator or admin.</param>
public sealed record ControlPlaneSession(string Name, string Role)
{
    /// <summary>The token to use from then on, where the one that was sent works once.</summary>
    internal string? Token { get; init; }

    /// <summary>
    /// Which server it is until it is started again, whatever address leads to it; null of an older one, which does not tell.
    /// </summary>
    public string? Server { get; init; }

    /// <exception cref="FormatException">The text is no session.</exception>
    /// <exception cref="JsonException">The text is no JSON.</exception>
    internal static ControlPlaneSession Read(string text)
    {
        using var json = new JsonTextReader(new StringReader(text));
        var reader = new RecordReader(json);
        string? name = null, role = null, product = null, token = null, server = null;
        reader.Next();
        reader.Enter();
        while (reader.NextProperty() is { } property)
        {
            switch (property)
            {
                case "name": name = reader.Text(); break;
                case "role": role = reader.Text(); break;
                case "token": token = reader.Text(); break;
                case "server": server = reader.Text(); break;
                case "product": product = reader.Text(); break;
                default: json.Skip(); break;
            }
        }

        if (product != "PassthroughTools") throw new FormatException("it does not say that it is PassthroughTools");
        if (name is null) throw reader.Fault("the property 'name' is missing");
        return new ControlPlaneSession(name,
            role ?? throw reader.Fault("the property 'role' is missing")) { Token = token, Server = server };
    }
}
