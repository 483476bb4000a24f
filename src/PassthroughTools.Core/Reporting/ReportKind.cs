namespace PassthroughTools.Reporting;

/// <summary>What Get-PassthroughReport makes its rows of.</summary>
public enum ReportKind : long
{
    /// <summary>One row a virtual machine.</summary>
    VM,

    /// <summary>One row a host's device that can be passed through.</summary>
    Device,
}
