namespace PassthroughTools.Vim.Soap;

/// <summary>What one answer of a server may take.</summary>
internal sealed class SoapLimits
{
    /// <summary>For how long one is waited for, from the call to its end.</summary>
    public TimeSpan Time { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How many characters it may have. A page of 100 hosts with 250 devices each has about 20 million.</summary>
    public long Characters { get; set; } = 200_000_000;
}
