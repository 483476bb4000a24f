using PassthroughTools.Errors;

namespace PassthroughTools.Binding;

/// <summary>An amount of memory that PowerCLI's cmdlets take in MB or in GB.</summary>
internal static class MemoryAmount
{
    /// <summary>The amount in MB, or null where none is given.</summary>
    /// <exception cref="PassthroughException">ValueInvalid: both are given, or the amount is no number of whole MB in range.</exception>
    public static long? MB(long? megabytes, decimal? gigabytes, string megabytesName, string gigabytesName)
    {
        if (gigabytes is not { } amount) return megabytes;
        if (megabytes is not null) throw new PassthroughException(ErrorId.ValueInvalid, $"{megabytesName} and {gigabytesName} say the same. Give one of them.", gigabytes);
        if (amount is < 0 or > 1_000_000 || amount * 1024 != decimal.Truncate(amount * 1024))
            throw new PassthroughException(ErrorId.ValueInvalid, System.FormattableString.Invariant($"{amount} GB is no amount of memory. Give whole MB, as in 1.5 GB for 1536 MB."), gigabytes);
        return (long)(amount * 1024);
    }
}
