namespace PassthroughTools.Vim.Soap;

/// <summary>What a server answered is no answer of the API: it is another server, or the answer is too long or broken off.</summary>
internal sealed class VimAnswerException : Exception
{
    internal VimAnswerException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
