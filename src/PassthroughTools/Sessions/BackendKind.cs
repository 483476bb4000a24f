namespace PassthroughTools.Sessions;

/// <summary>What a server is.</summary>
public enum BackendKind : long
{
    /// <summary>A local JSON store.</summary>
    JsonStore,

    /// <summary>The HTTP control plane.</summary>
    ControlPlane,

    /// <summary>A vCenter or ESXi.</summary>
    VSphere,
}
