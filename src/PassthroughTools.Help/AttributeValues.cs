using System.Reflection;

namespace PassthroughTools.Help;

/// <summary>
/// What attributes say, from the metadata. The attribute objects themselves would not say it: they come from a reference
/// assembly, whose members do nothing.
/// </summary>
internal static class AttributeValues
{
    public static IEnumerable<CustomAttributeData> AllSaid<T>(this MemberInfo member) where T : Attribute =>
        member.GetCustomAttributesData().Where(static attribute => attribute.AttributeType == typeof(T));

    public static CustomAttributeData? Said<T>(this MemberInfo member) where T : Attribute =>
        member.AllSaid<T>().FirstOrDefault();

    /// <summary>A property that the attribute sets by name, or null.</summary>
    public static T? Named<T>(this CustomAttributeData attribute, string property) =>
        attribute.NamedArguments.Where(argument => argument.MemberName == property)
            .Select(static argument => (T?)argument.TypedValue.Value).FirstOrDefault();

    /// <summary>All that the attribute's constructor was given, lists opened.</summary>
    public static IEnumerable<object> Given(this CustomAttributeData attribute) =>
        attribute.ConstructorArguments.SelectMany(static argument =>
        argument.Value is IEnumerable<CustomAttributeTypedArgument> list
            ? list.Select(static item => item.Value!)
            : [argument.Value!]);
}
