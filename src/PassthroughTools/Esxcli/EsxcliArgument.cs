namespace PassthroughTools.Esxcli;

/// <summary>What a command of esxcli can be given.</summary>
/// <param name="Name">The name.</param>
/// <param name="Type">string, boolean or long.</param>
/// <param name="Summary">What it is.</param>
/// <param name="IsRequired">Whether the command needs it.</param>
internal sealed record EsxcliArgument(string Name, string Type, string Summary, bool IsRequired)
{
    /// <summary>What CreateArgs puts in its place until a script gives a value.</summary>
    public string Unset => $"Unset, ([{Type}], {(IsRequired ? "required" : "optional")})";
}
