namespace PassthroughTools.ControlPlane.Security;

/// <summary>What the holder of a token may do; a higher role includes the lower ones.</summary>
internal enum TokenRole
{
    /// <summary>Reads everything but refusals.</summary>
    Reader,

    /// <summary>Also changes machines, devices and hosts.</summary>
    Operator,

    /// <summary>Also imports inventories and reads refusals.</summary>
    Admin,
}
