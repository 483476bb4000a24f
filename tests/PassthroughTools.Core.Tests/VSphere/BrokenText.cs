namespace PassthroughTools.Core.Tests.VSphere;

/// <summary>Answers that were damaged on their way.</summary>
internal static class BrokenText
{
    private const string Odd = "<&>\"\0x:/-1";

    /// <summary>A text that is cut, lacks a part, or has a character or a part too many.</summary>
    public static string Of(string whole, Random random)
    {
        int at = random.Next(whole.Length), length = random.Next(1, 40);
        return random.Next(4) switch
        {
            0 => whole[..at],
            1 => whole.Remove(at, Math.Min(length, whole.Length - at)),
            2 => whole.Insert(at, $"{Odd[random.Next(Odd.Length)]}"),
            _ => whole.Insert(at, whole.Substring(random.Next(whole.Length - length), length)),
        };
    }
}
