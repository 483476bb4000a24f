namespace VMware.Vim;

/// <summary>What went wrong.</summary>
public sealed class MethodFault : DynamicData
{
    /// <summary>The fault's type in VIM, such as InvalidPowerState; empty where none is named.</summary>
    internal string Kind { get; set; } = "";

    /// <summary>
    /// What it says in elements of its own, such as privilegeId, by their names; those that nest others are left out.
    /// </summary>
    internal Dictionary<string, string> Details { get; } = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => $"VMware.Vim.{(Kind.Length > 0 ? Kind : nameof(MethodFault))}";
}
