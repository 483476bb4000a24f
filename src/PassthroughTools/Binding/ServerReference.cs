using PassthroughTools.Sessions;

namespace PassthroughTools.Binding;

/// <summary>A connected server: the object, or its name with wildcards.</summary>
public sealed class ServerReference
{
    /// <summary>Takes the object.</summary>
    public ServerReference(VIServer server) => Server = server;

    /// <summary>Takes a name: the path or address, a store's file name, a control plane's host, or a pattern.</summary>
    public ServerReference(string name) => Name = name;

    /// <summary>The server, where it was given.</summary>
    public VIServer? Server { get; }

    /// <summary>The name, where one was given.</summary>
    public string? Name { get; }

    /// <summary>The name.</summary>
    public override string ToString() => Server?.Name ?? Name!;
}
