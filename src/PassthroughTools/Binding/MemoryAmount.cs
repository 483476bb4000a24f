using PassthroughTools.Errors;

namespace PassthroughTools.Binding;

/// <summary>An amount of memory that PowerCLI's cmdlets take in MB or in GB.</summary>
internal static class MemoryAmount
{
    private const decimal MaxGB = 24 * 1024;

    /// <summary>The amount in MB, or null where none is given.</summary>
    /// <exception cref="PassthroughException">ValueInvalid: both are given, or the amount is no number of whole MB in
    /// range.</exception>
    public static long? MB(long? megabytes, decimal? gigabytes, string megabytesName, string gigabytesName)
    {
        if (gigabytes is not { } amount) return megabytes;
        if (megabytes is not null)
            throw new PassthroughException(ErrorId.ValueInvalid,
                $"{megabytesName} and {gigabytesName} say the same. Give one of them.", gigabytes);
        var fault = amount switch
        {
            < 0 => "it is less than nothing",
            > MaxGB => "a VM has at most 24 TB",
            _ when amount * 1024 != decimal.Truncate(amount * 1024) =>
                FormattableString.Invariant($"it is {amount * 1024:0.###} MB, and memory has whole MB, as in 1.5 GB for 1536 MB"),
            _ => null,
        };
        return fault is null ? (long)(amount * 1024) : throw new PassthroughException(
            ErrorId.ValueInvalid,
            FormattableString.Invariant($"{gigabytesName} cannot be {amount}: {fault}. Give another amount."),
            gigabytes);
    }
}
