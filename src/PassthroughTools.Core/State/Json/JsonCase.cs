namespace PassthroughTools.State.Json;

/// <summary>Names in JSON begin with a small letter.</summary>
internal static class JsonCase
{
    /// <summary>
    /// VMHostId is vmHostId, VMotion vMotion, VM vm: the capitals of a first word are small, the next word's is not.
    /// </summary>
    public static string Of(string name)
    {
        int capitals = name.TakeWhile(char.IsUpper).Count();
        int small = capitals > 1 && capitals < name.Length ? capitals - 1 : capitals;
        return name.Substring(0, small).ToLowerInvariant() + name.Substring(small);
    }
}
