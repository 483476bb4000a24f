using VMware.Vim;

namespace PassthroughTools.Vim.Soap;

/// <summary>A fault that a server answered: what was asked was not done, or not to its end.</summary>
/// <param name="fault">The fault.</param>
/// <param name="message">What the server says of it; empty where it says nothing.</param>
internal sealed class VimFaultException(MethodFault fault, string message) : Exception(message.Length > 0 ? message : fault.Kind)
{
    /// <summary>The fault.</summary>
    public MethodFault FaultObject => fault;

    /// <summary>The fault's type in VIM, such as InvalidLogin or NoPermission.</summary>
    public string Fault => fault.Kind;

    /// <summary>
    /// What the fault says in elements of its own, such as privilegeId, by their names; those that nest others are left out.
    /// </summary>
    public IReadOnlyDictionary<string, string> Details => fault.Details;
}
