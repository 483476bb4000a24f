namespace PassthroughTools.Inventory;

#pragma warning disable CA1707, IDE1006, SA1300 // PowerCLI's own names, which scripts print and cut apart

/// <summary>A virtual hardware version, with PowerCLI's names. Source: Broadcom KB 315655, virtual hardware versions.</summary>
public enum VMVersion : long
{
    /// <summary>None of these.</summary>
    Unknown,

    /// <summary>vmx-04</summary>
    v4 = 4,

    /// <summary>vmx-07</summary>
    v7 = 7,

    /// <summary>vmx-08</summary>
    v8 = 8,

    /// <summary>vmx-09</summary>
    v9 = 9,

    /// <summary>vmx-10</summary>
    v10 = 10,

    /// <summary>vmx-11</summary>
    v11 = 11,

    /// <summary>vmx-12</summary>
    v12 = 12,

    /// <summary>vmx-13</summary>
    v13 = 13,

    /// <summary>vmx-14</summary>
    v14 = 14,

    /// <summary>vmx-15</summary>
    v15 = 15,

    /// <summary>vmx-16</summary>
    v16 = 16,

    /// <summary>vmx-17</summary>
    v17 = 17,

    /// <summary>vmx-18</summary>
    v18 = 18,

    /// <summary>vmx-19</summary>
    v19 = 19,

    /// <summary>vmx-20</summary>
    v20 = 20,

    /// <summary>vmx-21</summary>
    v21 = 21,

    /// <summary>vmx-22</summary>
    v22 = 22,
}
