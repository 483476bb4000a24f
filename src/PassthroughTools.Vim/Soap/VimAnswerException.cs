namespace PassthroughTools.Vim.Soap;

/// <summary>
/// What a server answered is no answer of the API: it is another server, or the answer is too long or broken off.
/// </summary>
internal sealed class VimAnswerException : Exception
{
    internal VimAnswerException(string message, Exception? innerException = null, bool isOutOfService = false)
        : base(message, innerException) => IsOutOfService = isOutOfService;

    /// <summary>Whether a proxy in front of the API says that the API is not there now, as while a vCenter starts.</summary>
    internal bool IsOutOfService { get; }
}
