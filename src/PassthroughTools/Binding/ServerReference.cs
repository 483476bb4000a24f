using System.Management.Automation;
using PassthroughTools.Sessions;

namespace PassthroughTools.Binding;

/// <summary>A connected server: the object, or its name with wildcards.</summary>
public sealed class ServerReference : Reference
{
    /// <summary>Takes the object.</summary>
    public ServerReference(VIServer server) => Server = server;

    /// <summary>Takes a name: the path or address, a store's file name, a control plane's host, or a pattern.</summary>
    public ServerReference(string name) => Name = name;

    /// <summary>Takes what PowerShell wraps, and what came through a job, remoting or CliXml.</summary>
    public ServerReference(PSObject value)
    {
        var given = Given.Of(value, takesNames: true, typeof(VIServer));
        (Server, Name, Serialized) = ((VIServer?)given.Item, given.Name, given.Serialized);
    }

    /// <summary>The server, where it was given.</summary>
    public VIServer? Server { get; }

    /// <summary>The name, where one was given.</summary>
    public string? Name { get; }

    /// <summary>A connection of another process.</summary>
    internal SerializedObject? Serialized { get; }

    private protected override object? Meant => (object?)Server ?? Serialized?.Value;

    private protected override string? MeantName => Name;

    private protected override string? MeantId => null;

    /// <summary>The name.</summary>
    public override string ToString() => Server?.Name ?? Name ?? Serialized!.Name;
}
