using System.Dynamic;
using System.Linq.Expressions;

namespace PassthroughTools.Binding;

/// <summary>
/// What a parameter takes: an object, or what names one. PowerShell reads the object's own properties of it. What runs with it
/// are the filters and bodies of Pester's mocks, whose $VM and $PassthroughDevice are values of the parameters: there $VM.Name is
/// the machine's name, and $VM.PowerState its state.
/// </summary>
/// <remarks>
/// The value itself says so, and no adapter in a types file: what PowerShell has once found of a type without its adapter, as
/// between Remove-Module and Import-Module, it keeps for the whole process.
/// </remarks>
public abstract class Reference : IDynamicMetaObjectProvider
{
    private protected Reference()
    {
    }

    /// <summary>The object; of a name, the one that the session knows by it. Null where there is none.</summary>
    private protected abstract object? Meant { get; }

    /// <summary>The object's name, as far as the reference tells it.</summary>
    private protected abstract string? MeantName { get; }

    /// <summary>The object's id, as far as the reference tells it.</summary>
    private protected abstract string? MeantId { get; }

    /// <inheritdoc/>
    DynamicMetaObject IDynamicMetaObjectProvider.GetMetaObject(Expression parameter) => new ReferenceMembers(parameter, this);

    /// <summary>
    /// Whether both are the same, or it is the object given, or one that the text names, as PowerShell compares: so that a filter
    /// of Pester's may say $VMHost -eq 'esxi01.domain.com'.
    /// </summary>
    public sealed override bool Equals(object? obj) => obj switch
    {
        string text => IsText(ToString(), text) || IsText(MeantName, text) || IsText(MeantId, text)
            || (TryRead("Id", out var id) && IsText($"{id}", text)),
        Reference other => ReferenceEquals(this, other) || (other.GetType() == GetType() && IsText(ToString(), other.ToString())),
        _ => Meant?.Equals(obj) == true,
    };

    /// <inheritdoc/>
    public sealed override int GetHashCode() => StringComparer.OrdinalIgnoreCase.GetHashCode(ToString());

    private static bool IsText(string? own, string? text) => own is not null
        && string.Equals(own, text, StringComparison.OrdinalIgnoreCase);

    /// <summary>The names of the properties that can be read.</summary>
    internal IEnumerable<string> PropertyNames => Meant is { } item ? ReferenceMembers.NamesOf(item) : ["Name", "Id"];

    /// <summary>Reads a property of the object, or its name or id.</summary>
    /// <returns>Whether there is one of the name.</returns>
    internal bool TryRead(string property, out object? value)
    {
        if (Meant is { } item) return ReferenceMembers.TryRead(item, property, out value);
        bool isName = string.Equals(property, "Name", StringComparison.OrdinalIgnoreCase);
        value = isName ? MeantName : MeantId;
        return isName || string.Equals(property, "Id", StringComparison.OrdinalIgnoreCase);
    }
}
