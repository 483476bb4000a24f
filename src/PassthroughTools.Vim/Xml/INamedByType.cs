namespace PassthroughTools.Vim.Xml;

/// <summary>
/// A data object that stands for all types that derive from it: it is told the name of the one that it is read from.
/// </summary>
internal interface INamedByType
{
    /// <summary>The type's name, such as VmPoweredOnEvent.</summary>
    string TypeName { set; }
}
