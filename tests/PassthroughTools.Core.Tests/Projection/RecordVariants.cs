using System.Collections;
using System.Reflection;
using PassthroughTools.Inventory;
using PassthroughTools.State;
using PassthroughTools.Text;

namespace PassthroughTools.Core.Tests.Projection;

/// <summary>Records that differ from another in one property, of it or of a record within it.</summary>
internal static class RecordVariants
{
    private static readonly NullabilityInfoContext Nullability = new();

    private static readonly MethodInfo TextsOf =
        typeof(RecordVariants).GetMethod(nameof(Texts), BindingFlags.NonPublic | BindingFlags.Static)!;

    /// <summary>Each variant, and the property that differs, such as HostHardwareRecord.Model.</summary>
    public static IEnumerable<(string Property, object Record)> Of(object record)
    {
        foreach (var property in record.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            if (!property.CanWrite) continue;
            foreach (var (inner, value) in Values(property, property.GetValue(record)))
            {
                var variant = record.GetType().GetMethod("<Clone>$")!.Invoke(record, null)!;
                property.SetValue(variant, value);
                yield return (inner ?? $"{record.GetType().Name}.{property.Name}", variant);
            }
        }
    }

    /// <summary>Other values, and the property within one that differs where it is one of a record's.</summary>
    private static IEnumerable<(string? Inner, object? Value)> Values(PropertyInfo property, object? value)
    {
        bool mayBeNull = Nullability.Create(property).WriteState == NullabilityState.Nullable;
        if (mayBeNull && value is not null) yield return (null, null);
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        if (IsRecord(type))
        {
            if (value is not null) foreach (var (inner, variant) in Of(value)) yield return (inner, variant);
        }
        else if (value is IEnumerable list and not (string or SortedMap<string, string>))
        {
            var item = type.GetGenericArguments()[0];
            // A text list gives text where it is not asked for its own items.
            var typed = (IEnumerable)Activator.CreateInstance(typeof(List<>).MakeGenericType(item), list)!;
            var items = typed.Cast<object>().ToList();
            for (int i = 0; i < items.Count; i++)
            {
                if (!IsRecord(item)) yield return (null, Made(type, item, items, i, null));
                else foreach (var (inner, variant) in Of(items[i])) yield return (inner, Made(type, item, items, i, variant));
            }
        }
        else
        {
            foreach (var other in Others(type, value)) yield return (null, other);
        }
    }

    private static bool IsRecord(Type type) => type.GetMethod("<Clone>$") is not null;

    /// <summary>The list with another item at a place, or without the one there.</summary>
    private static object Made(Type type, Type item, List<object> items, int at, object? other)
    {
        List<object> list = [.. items];
        if (other is null) list.RemoveAt(at);
        else list[at] = other;
        var array = Array.CreateInstance(item, list.Count);
        for (int i = 0; i < list.Count; i++) array.SetValue(list[i], i);
        return type.IsAssignableFrom(array.GetType()) ? array : TextsOf.MakeGenericMethod(item).Invoke(null, [array])!;
    }

    private static TextList<T> Texts<T>(T[] items) => [.. items];

    private static IEnumerable<object> Others(Type type, object? value)
    {
        IEnumerable<object> some = type switch
        {
            { IsEnum: true } => Enum.GetValues(type).Cast<object>(),
            _ when type == typeof(string) => [$"{value}x"],
            _ when type == typeof(bool) => [true, false],
            _ when type == typeof(int) => [(int)(value ?? 0) + 1],
            _ when type == typeof(long) => [(long)(value ?? 0L) + 1],
            _ when type == typeof(decimal) => [(decimal)(value ?? 0m) + 1],
            _ when type == typeof(Guid) => [Guid.Parse("00000000-1111-2222-3333-444444444444")],
            _ when type == typeof(DateTime) => [((DateTime)(value ?? DateTime.UnixEpoch)).AddDays(1)],
            _ when type == typeof(PciId) => [new PciId((ushort)(((PciId)(value ?? default(PciId))).Value ^ 1))],
            _ when type == typeof(PciAddress) => [PciAddress.Parse("0000:fe:00.1")],
            _ when type == typeof(DeviceRef) =>
                [(DeviceRef)(value ?? default(DeviceRef)) with { Address = PciAddress.Parse("0000:fe:00.1") }],
            _ when value is SortedMap<string, string> map => [map.Set("another", "value")],
            _ when type == typeof(IReadOnlyList<DeviceMode>) => [new[] { DeviceMode.DirectPath }],
            _ => throw new InvalidOperationException($"No other value is known for {type}."),
        };
        return some.Where(other => !Equals(other, value));
    }
}
