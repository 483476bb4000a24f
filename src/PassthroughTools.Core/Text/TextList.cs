using System.Collections;
using System.Collections.ObjectModel;

namespace PassthroughTools.Text;

/// <summary>A list that prints as its items, <c>a; b</c>, where Export-Csv would write the name of an array's type.</summary>
/// <typeparam name="T">The items.</typeparam>
public sealed class TextList<T> : ReadOnlyCollection<T>, IEnumerable
{
    /// <summary>An empty list.</summary>
    public TextList()
        : base([])
    {
    }

    /// <summary>As PowerShell enumerates it: addresses and ID pairs are text, as which ConvertTo-Json is to write them.</summary>
    IEnumerator IEnumerable.GetEnumerator() => typeof(T).IsValueType && !typeof(T).IsEnum
        ? this.Select(static item => item!.ToString()).GetEnumerator()
        : GetEnumerator();

    /// <summary>Whether both have the same items.</summary>
    public override bool Equals(object? obj) => obj is TextList<T> other && this.SequenceEqual(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Count;

    /// <inheritdoc/>
    public override string ToString() => string.Join("; ", this);

    /// <summary>For collection expressions.</summary>
    internal void Add(T item) => Items.Add(item);
}
