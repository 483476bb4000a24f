namespace PassthroughTools.Vim.Soap;

/// <summary>What should be sent cannot be said in the API's XML. Nothing was sent.</summary>
internal sealed class VimRequestException : Exception
{
    internal VimRequestException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
