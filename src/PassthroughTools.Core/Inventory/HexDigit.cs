namespace PassthroughTools.Inventory;

/// <summary>
/// Hexadecimal digits, without the culture and allocations of number parsing: a large store has half a million of them.
/// </summary>
internal static class HexDigit
{
    /// <summary>The value of a digit, or -1 for any other character.</summary>
    public static int ValueOf(char digit) => digit switch
    {
        >= '0' and <= '9' => digit - '0',
        >= 'a' and <= 'f' => digit - 'a' + 10,
        >= 'A' and <= 'F' => digit - 'A' + 10,
        _ => -1,
    };
}
