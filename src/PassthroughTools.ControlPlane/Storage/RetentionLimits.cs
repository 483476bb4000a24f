namespace PassthroughTools.ControlPlane.Storage;

/// <summary>For how long, and up to what size, something is kept: the newest of it, whichever is less.</summary>
/// <param name="Age">For how long; null for ever.</param>
/// <param name="Bytes">Up to what size; null for any.</param>
internal sealed record RetentionLimits(TimeSpan? Age, long? Bytes)
{
    /// <summary>Reads the limits of something from the settings.</summary>
    /// <param name="settings">The section Retention.</param>
    /// <param name="what">What the settings' names begin with.</param>
    public static RetentionLimits From(IConfiguration settings, string what) =>
        new(Number(settings, what + "Days") is { } days ? TimeSpan.FromDays(days) : null,
            Number(settings, what + "Megabytes") * 1024 * 1024);

    /// <summary>How many of the oldest are to go.</summary>
    /// <param name="items">Their times and sizes, the oldest first.</param>
    /// <param name="now">Now, in UTC.</param>
    public int Expired(IReadOnlyList<(DateTime Time, long Bytes)> items, DateTime now)
    {
        int expired = 0;
        long bytes = items.Sum(static item => item.Bytes);
        while (expired < items.Count && ((Age is { } age && now - items[expired].Time > age)
            || (Bytes is { } most && bytes > most))) bytes -= items[expired++].Bytes;
        return expired;
    }

    private static long? Number(IConfiguration settings, string name)
    {
        var text = settings[name];
        if (string.IsNullOrWhiteSpace(text)) return null;
        return long.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture,
            out long number) && number is >= 1 and <= 100_000
            ? number
            : throw new Errors.PassthroughException(Errors.ErrorId.ValueInvalid,
                $"Retention:{name} must be a whole number from 1 to 100000, and is '{text}'. Leave it out to keep all.", name);
    }
}
