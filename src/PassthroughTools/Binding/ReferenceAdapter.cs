using System.Collections.ObjectModel;
using System.Management.Automation;

namespace PassthroughTools.Binding;

/// <summary>
/// Shows PowerShell a parameter's value as the object that it stands for. What runs with it are the filters and bodies of Pester's mocks,
/// whose $VM and $PassthroughDevice are values of the parameters: there $VM.Name is the machine's name, and $VM.PowerState its state.
/// </summary>
public sealed class ReferenceAdapter : PSPropertyAdapter
{
    /// <inheritdoc/>
    public override Collection<PSAdaptedProperty> GetProperties(object baseObject)
    {
        var names = Of(baseObject).Object is { } item ? PSObject.AsPSObject(item).Properties.Select(static property => property.Name) : ["Name", "Id"];
        return [.. names.Select(static name => new PSAdaptedProperty(name, null))];
    }

    /// <inheritdoc/>
    public override PSAdaptedProperty? GetProperty(object baseObject, string propertyName)
    {
        var reference = Of(baseObject);
        bool isThere = reference.Object is { } item ? PSObject.AsPSObject(item).Properties[propertyName] is not null
            : IsName(propertyName) || string.Equals(propertyName, "Id", StringComparison.OrdinalIgnoreCase);
        return isThere ? new PSAdaptedProperty(propertyName, null) : null;
    }

    /// <inheritdoc/>
    public override object? GetPropertyValue(PSAdaptedProperty adaptedProperty)
    {
        var reference = Of(adaptedProperty.BaseObject);
        return reference.Object is { } item ? PSObject.AsPSObject(item).Properties[adaptedProperty.Name]?.Value
            : IsName(adaptedProperty.Name) ? reference.Name : reference.Id;
    }

    /// <inheritdoc/>
    public override string GetPropertyTypeName(PSAdaptedProperty adaptedProperty) => Of(adaptedProperty.BaseObject).Object is { } item
        ? PSObject.AsPSObject(item).Properties[adaptedProperty.Name]?.TypeNameOfValue ?? typeof(object).FullName : typeof(string).FullName;

    /// <inheritdoc/>
    public override bool IsGettable(PSAdaptedProperty adaptedProperty) => true;

    /// <inheritdoc/>
    public override bool IsSettable(PSAdaptedProperty adaptedProperty) => false;

    /// <inheritdoc/>
    public override void SetPropertyValue(PSAdaptedProperty adaptedProperty, object value) =>
        throw new SetValueException($"'{adaptedProperty.Name}' cannot be changed here. Change the object with its cmdlet, such as Set-VM.");

    private static IReference Of(object value) => (IReference)(value is PSObject wrapped ? wrapped.BaseObject : value);

    private static bool IsName(string property) => string.Equals(property, "Name", StringComparison.OrdinalIgnoreCase);
}
