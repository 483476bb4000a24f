namespace PassthroughTools.Vim.Xml;

/// <summary>The XML namespaces of the API.</summary>
internal static class VimNamespaces
{
    public const string Vim = "urn:vim25";
    public const string Schema = "http://www.w3.org/2001/XMLSchema";
    public const string Instance = "http://www.w3.org/2001/XMLSchema-instance";
}
