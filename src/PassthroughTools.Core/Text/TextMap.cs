using System.Collections;
using System.Collections.Specialized;

namespace PassthroughTools.Text;

/// <summary>
/// A map that PowerShell takes for a dictionary, which it cannot change: ConvertTo-Json writes names and values, and Export-Csv
/// <c>a=1; b=2</c> in one cell.
/// </summary>
public abstract class TextMap : IDictionary
{
    bool IDictionary.IsFixedSize => true;

    bool IDictionary.IsReadOnly => true;

    ICollection IDictionary.Keys => Entries().Keys;

    ICollection IDictionary.Values => ReadValues();

    int ICollection.Count => Entries().Count;

    bool ICollection.IsSynchronized => false;

    object ICollection.SyncRoot => this;

    object? IDictionary.this[object key]
    {
        get => Find(key);
        set => throw ReadOnly();
    }

    bool IDictionary.Contains(object key) => Find(key) is not null;

    void IDictionary.Add(object key, object? value) => throw ReadOnly();

    void IDictionary.Remove(object key) => throw ReadOnly();

    void IDictionary.Clear() => throw ReadOnly();

    void ICollection.CopyTo(Array array, int index) => Entries().CopyTo(array, index);

    IDictionaryEnumerator IDictionary.GetEnumerator() => Entries().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => Entries().GetEnumerator();

    /// <summary>The entries in a line.</summary>
    public override string ToString() => LineOf(Entries().Cast<DictionaryEntry>());

    /// <summary>Entries in a line.</summary>
    internal static string LineOf(IEnumerable<DictionaryEntry> entries) =>
        string.Join("; ", entries.Select(static entry => FormattableString.Invariant($"{entry.Key}={entry.Value}")));

    /// <summary>The entries as they are written.</summary>
    private protected abstract OrderedDictionary Entries();

    /// <summary>The values as a script reads them.</summary>
    private protected virtual ICollection ReadValues() => Entries().Values;

    /// <summary>The value at a key, or null.</summary>
    private protected abstract object? Find(object key);

    private NotSupportedException ReadOnly() => new($"A {GetType().Name} is read-only.");
}
