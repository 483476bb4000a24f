using PassthroughTools.Errors;

namespace PassthroughTools.ControlPlane.Tests.Http.Support;

/// <summary>What goes wrong in a storage for now.</summary>
internal sealed class StorageFault
{
    private volatile Func<Exception>? make;

    /// <summary>The storage does not answer.</summary>
    public static Exception Away() =>
        new PassthroughException(ErrorId.ServerUnreachable, "The database does not answer. Nothing changed.");

    /// <summary>The storage has a bug.</summary>
    public static Exception Bug() => new InvalidOperationException("A bug of the tests' own.");

    /// <summary>From now on every call throws what is made; null: none.</summary>
    public void Set(Func<Exception>? fault) => make = fault;

    public void Throw()
    {
        if (make is { } fault) throw fault();
    }
}
