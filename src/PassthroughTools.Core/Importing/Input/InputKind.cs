namespace PassthroughTools.Importing.Input;

/// <summary>What an input file, or one command's output in a terminal's capture, is written in.</summary>
internal enum InputKind
{
    /// <summary>esxcli's own layout: blocks under an address, or a table.</summary>
    EsxcliText,

    /// <summary>esxcli's csv, or Export-Csv of its objects.</summary>
    EsxcliCsv,

    /// <summary>esxcli's xml.</summary>
    EsxcliXml,

    /// <summary>esxcli's keyvalue.</summary>
    EsxcliKeyValue,

    /// <summary>JSON: esxcli's or localcli's, or a document of the store's shape. Its keys tell.</summary>
    Json,

    /// <summary>The configuration of a virtual machine or template.</summary>
    Vmx,
}
