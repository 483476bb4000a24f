namespace PassthroughTools.Projection.Reading;

/// <summary>A property that is read of the managed objects of a type.</summary>
/// <param name="Type">The type, such as HostSystem; types derived from it have the property too.</param>
/// <param name="Path">The property's path, such as hardware.pciDevice.</param>
/// <param name="Since">The API version that has it first; empty where each that is served has it.</param>
internal readonly record struct VimPath(string Type, string Path, string Since = "")
{
    /// <summary>Whether a server of an API version has it; of one that cannot be read, whether each has it.</summary>
    public bool IsIn(string? apiVersion) =>
        Since.Length == 0 || (Version.TryParse(apiVersion, out var given) && given >= Version.Parse(Since));
}
