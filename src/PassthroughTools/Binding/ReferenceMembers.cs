using System.Dynamic;
using System.Linq.Expressions;
using System.Management.Automation;
using System.Reflection;

namespace PassthroughTools.Binding;

/// <summary>How the members of a reference are bound: the properties of what it means, then its own.</summary>
/// <param name="parameter">Stands for the reference.</param>
/// <param name="reference">The reference.</param>
internal sealed class ReferenceMembers(Expression parameter, Reference reference)
    : DynamicMetaObject(parameter, BindingRestrictions.Empty, reference)
{
    private static readonly MethodInfo Read =
        typeof(Reference).GetMethod(nameof(Reference.TryRead), BindingFlags.Instance | BindingFlags.NonPublic)!;

    /// <inheritdoc/>
    public override IEnumerable<string> GetDynamicMemberNames() => Value is Reference known ? known.PropertyNames : [];

    /// <inheritdoc/>
    public override DynamicMetaObject BindGetMember(GetMemberBinder binder)
    {
        var own = binder.FallbackGetMember(this);
        var value = Expression.Variable(typeof(object));
        var read = Expression.Call(Expression.Convert(Expression, typeof(Reference)), Read,
            Expression.Constant(binder.Name), value);
        return new DynamicMetaObject(
            Expression.Block([value], Expression.Condition(read, value, Expression.Convert(own.Expression, typeof(object)))),
            BindingRestrictions.GetTypeRestriction(Expression, LimitType).Merge(own.Restrictions));
    }

    /// <summary>The names of an object's properties.</summary>
    public static IEnumerable<string> NamesOf(object item) =>
        PSObject.AsPSObject(item).Properties.Select(static property => property.Name);

    /// <summary>Reads an object's property; false where it has none of the name.</summary>
    public static bool TryRead(object item, string name, out object? value)
    {
        var property = PSObject.AsPSObject(item).Properties[name];
        value = property?.Value;
        return property is not null;
    }
}
