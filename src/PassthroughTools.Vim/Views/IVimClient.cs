using VMware.Vim;

namespace PassthroughTools.Vim.Views;

/// <summary>What answers for the views of a server's managed objects.</summary>
public interface IVimClient
{
    /// <summary>The value of a managed object's property; null where it has none, or none is known.</summary>
    /// <param name="moRef">The managed object.</param>
    /// <param name="property">The property's name, such as config.</param>
    object? Fetch(ManagedObjectReference moRef, string property);

    /// <summary>Calls a method of a managed object.</summary>
    /// <param name="moRef">The managed object.</param>
    /// <param name="method">The method's name, such as ReconfigVM_Task.</param>
    /// <param name="arguments">What it is given, in order.</param>
    object? Invoke(ManagedObjectReference moRef, string method, params object?[] arguments);

    /// <summary>The error of a method that a view does not have.</summary>
    /// <param name="moRef">The managed object.</param>
    /// <param name="method">The method's name.</param>
    Exception NotServed(ManagedObjectReference moRef, string method);

    /// <summary>Refuses a property that views of a type do not have.</summary>
    /// <param name="type">The type's name, such as VirtualMachine.</param>
    /// <param name="property">The property's name.</param>
    void CheckProperty(string type, string property);

    /// <summary>What answers with what is so now of a managed object; refuses one that is not there any more.</summary>
    /// <param name="moRef">The managed object.</param>
    IVimClient Refresh(ManagedObjectReference moRef);
}
