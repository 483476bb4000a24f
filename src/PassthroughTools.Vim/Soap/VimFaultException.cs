namespace PassthroughTools.Vim.Soap;

/// <summary>A fault that a server answered: what was asked was not done, or not to its end.</summary>
internal sealed class VimFaultException : Exception
{
    internal VimFaultException(string fault, string message, IReadOnlyDictionary<string, string> details)
        : base(message)
    {
        Fault = fault;
        Details = details;
    }

    /// <summary>The fault's type in VIM, such as InvalidLogin or NoPermission.</summary>
    public string Fault { get; }

    /// <summary>What the fault says in elements of its own, such as privilegeId, by their names; those that nest others are left out.</summary>
    public IReadOnlyDictionary<string, string> Details { get; }
}
