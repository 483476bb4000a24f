using System.Collections.Specialized;
using System.Diagnostics.CodeAnalysis;
using PassthroughTools.Text;

namespace PassthroughTools.State;

/// <summary>
/// An immutable map in key order (an AVL tree): a change costs O(log n) and shares the rest with the map it came from.
/// System.Collections.Immutable would be one more assembly for Windows PowerShell to ship and to conflict over.
/// </summary>
/// <typeparam name="TKey">The key.</typeparam>
/// <typeparam name="TValue">The value.</typeparam>
public sealed class SortedMap<TKey, TValue> : TextMap, IReadOnlyCollection<KeyValuePair<TKey, TValue>>
{
    private readonly Node? root;
    private readonly IComparer<TKey> comparer;

    private SortedMap(Node? root, int count, IComparer<TKey> comparer)
    {
        this.root = root;
        this.comparer = comparer;
        Count = count;
    }

    /// <inheritdoc/>
    public int Count { get; }

    /// <summary>The values in key order.</summary>
    public IEnumerable<TValue> Values
    {
        get
        {
            foreach (var pair in this) yield return pair.Value;
        }
    }

    /// <summary>The value at a key, or the default where there is none: as PowerShell indexes a hashtable.</summary>
    public TValue? this[TKey key] => Find(key);

    /// <summary>An empty map ordered by <paramref name="comparer"/>.</summary>
    internal static SortedMap<TKey, TValue> Empty(IComparer<TKey> comparer) => new(null, 0, comparer);

    /// <summary>A map of entries in any order; O(n) where they come in key order.</summary>
    /// <exception cref="ArgumentException">Two entries have the same key.</exception>
    internal static SortedMap<TKey, TValue> Create(List<KeyValuePair<TKey, TValue>> entries, IComparer<TKey> comparer) =>
        TryCreate(entries, comparer, out var map, out var twice)
            ? map
            : throw new ArgumentException($"'{twice}' occurs twice.", nameof(entries));

    /// <summary>As <see cref="Create"/>, but gives the key that two entries have.</summary>
    internal static bool TryCreate(
        List<KeyValuePair<TKey, TValue>> entries,
        IComparer<TKey> comparer,
        [NotNullWhen(true)] out SortedMap<TKey, TValue>? map,
        [NotNullWhen(false)] out TKey? twice)
    {
        for (int i = 1; i < entries.Count; i++)
        {
            if (comparer.Compare(entries[i - 1].Key, entries[i].Key) < 0) continue;
            entries.Sort((a, b) => comparer.Compare(a.Key, b.Key));
            break;
        }

        for (int i = 1; i < entries.Count; i++)
        {
            if (comparer.Compare(entries[i - 1].Key, entries[i].Key) != 0) continue;
            map = null;
            twice = entries[i].Key!;
            return false;
        }

        map = new SortedMap<TKey, TValue>(Build(entries, 0, entries.Count), entries.Count, comparer);
        twice = default;
        return true;
    }

    /// <summary>Looks a key up.</summary>
    public bool TryGetValue(TKey key, [NotNullWhen(true)] out TValue? value)
    {
        var node = root;
        while (node is not null)
        {
            int order = comparer.Compare(key, node.Key);
            if (order == 0)
            {
                value = node.Value!;
                return true;
            }

            node = order < 0 ? node.Left : node.Right;
        }

        value = default;
        return false;
    }

    /// <summary>The value at a key, or the default where there is none.</summary>
    public TValue? Find(TKey key) => TryGetValue(key, out var value) ? value : default;

    /// <summary>The map with <paramref name="key"/> holding <paramref name="value"/>.</summary>
    internal SortedMap<TKey, TValue> Set(TKey key, TValue value)
    {
        bool added = false;
        var changed = Insert(root, key, value, ref added);
        return new SortedMap<TKey, TValue>(changed, added ? Count + 1 : Count, comparer);
    }

    /// <summary>The map without <paramref name="key"/>.</summary>
    internal SortedMap<TKey, TValue> Remove(TKey key)
    {
        bool removed = false;
        var changed = Delete(root, key, ref removed);
        return removed ? new SortedMap<TKey, TValue>(changed, Count - 1, comparer) : this;
    }

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<TKey, TValue>> GetEnumerator()
    {
        var path = new Stack<Node>();
        var node = root;
        while (node is not null || path.Count > 0)
        {
            for (; node is not null; node = node.Left) path.Push(node);
            node = path.Pop();
            yield return new KeyValuePair<TKey, TValue>(node.Key, node.Value);
            node = node.Right;
        }
    }

    private protected override OrderedDictionary Entries()
    {
        var entries = new OrderedDictionary();
        foreach (var pair in this) entries.Add(pair.Key!.ToString(), pair.Value);
        return entries;
    }

    private protected override object? Find(object key) =>
        key is not TKey known ? Entries()[key] : TryGetValue(known, out var value) ? value : null;

    private static Node? Build(List<KeyValuePair<TKey, TValue>> entries, int start, int end)
    {
        if (start >= end) return null;
        int middle = start + (end - start) / 2;
        return new Node(entries[middle].Key, entries[middle].Value, Build(entries, start, middle),
            Build(entries, middle + 1, end));
    }

    private Node Insert(Node? node, TKey key, TValue value, ref bool added)
    {
        if (node is null)
        {
            added = true;
            return new Node(key, value, null, null);
        }

        int order = comparer.Compare(key, node.Key);
        return order switch
        {
            0 => new Node(key, value, node.Left, node.Right),
            < 0 => Balance(node.Key, node.Value, Insert(node.Left, key, value, ref added), node.Right),
            _ => Balance(node.Key, node.Value, node.Left, Insert(node.Right, key, value, ref added)),
        };
    }

    private Node? Delete(Node? node, TKey key, ref bool removed)
    {
        if (node is null) return null;
        int order = comparer.Compare(key, node.Key);
        if (order < 0) return Balance(node.Key, node.Value, Delete(node.Left, key, ref removed), node.Right);
        if (order > 0) return Balance(node.Key, node.Value, node.Left, Delete(node.Right, key, ref removed));
        removed = true;
        if (node.Left is null) return node.Right;
        if (node.Right is null) return node.Left;
        var next = node.Right;
        while (next.Left is not null) next = next.Left;
        bool moved = false;
        return Balance(next.Key, next.Value, node.Left, Delete(node.Right, next.Key, ref moved));
    }

    private static Node Balance(TKey key, TValue value, Node? left, Node? right)
    {
        int tilt = Node.HeightOf(left) - Node.HeightOf(right);
        if (tilt > 1)
        {
            if (Node.HeightOf(left!.Left) >= Node.HeightOf(left.Right))
                return new Node(left.Key, left.Value, left.Left, new Node(key, value, left.Right, right));
            var pivot = left.Right!;
            return new Node(pivot.Key, pivot.Value, new Node(left.Key, left.Value, left.Left, pivot.Left),
                new Node(key, value, pivot.Right, right));
        }

        if (tilt < -1)
        {
            if (Node.HeightOf(right!.Right) >= Node.HeightOf(right.Left))
                return new Node(right.Key, right.Value, new Node(key, value, left, right.Left), right.Right);
            var pivot = right.Left!;
            return new Node(pivot.Key, pivot.Value, new Node(key, value, left, pivot.Left),
                new Node(right.Key, right.Value, pivot.Right, right.Right));
        }

        return new Node(key, value, left, right);
    }

    private sealed class Node(TKey key, TValue value, Node? left, Node? right)
    {
        public readonly TKey Key = key;
        public readonly TValue Value = value;
        public readonly Node? Left = left;
        public readonly Node? Right = right;
        private readonly int height = Math.Max(HeightOf(left), HeightOf(right)) + 1;

        public static int HeightOf(Node? node) => node is null ? 0 : node.height;
    }
}
