using System.Globalization;
using System.Text;
using Newtonsoft.Json;

namespace PassthroughTools.ControlPlane.Api;

/// <summary>One page of a list: at most <c>limit</c> items after the one that <c>after</c> names.</summary>
internal static class Page
{
    private const int DefaultLimit = 100;
    private const int MaxLimit = 1000;
    private static readonly byte[] Comma = [(byte)','];

    /// <summary>The query parameters that every list has.</summary>
    public static readonly string[] Parameters = ["limit", "after"];

    /// <summary>Answers with a page of items.</summary>
    /// <param name="context">The request.</param>
    /// <param name="query">Its query.</param>
    /// <param name="revision">The inventory's revision.</param>
    /// <param name="items">All items, those that filters leave out included, in an order that does not change.</param>
    /// <param name="keyOf">An item's place in that order: nothing is known of it but that it is the item's own.</param>
    /// <param name="compare">The order of the keys.</param>
    /// <param name="fits">Whether an item fits the filters.</param>
    /// <param name="toJson">An item's JSON.</param>
    /// <param name="isOfRevision">
    /// Whether the items depend on the inventory alone, so that a client's copy of a revision is good.
    /// </param>
    public static Task WriteAsync<T>(
        HttpContext context,
        Query query,
        long revision,
        IEnumerable<T> items,
        Func<T, string> keyOf,
        IComparer<string> compare,
        Func<T, bool> fits,
        Func<T, byte[]> toJson,
        bool isOfRevision = true)
    {
        int limit = (int)(query.Number("limit", 1, MaxLimit) ?? DefaultLimit);
        if (isOfRevision && Revisions.IsKnown(context, revision)) return Task.CompletedTask;
        var after = query.Text("after");
        var page = new List<byte[]>(Math.Min(limit, 128));
        string? next = null;
        T? last = default;
        foreach (var item in items)
        {
            if (after is not null && compare.Compare(keyOf(item), after) <= 0) continue;
            if (!fits(item)) continue;
            if (page.Count == limit)
            {
                next = keyOf(last!);
                break;
            }

            page.Add(toJson(item));
            last = item;
        }

        context.Response.Headers.ETag = Revisions.ETag(revision);
        return JsonAnswer.WriteAsync(context, Pieces(revision, page, next));
    }

    private static List<byte[]> Pieces(long revision, List<byte[]> items, string? next)
    {
        var pieces = new List<byte[]>((2 * items.Count) + 2) { Encoding.UTF8.GetBytes(
            string.Create(CultureInfo.InvariantCulture, $"{{\"revision\":{revision},\"items\":[")) };
        for (int i = 0; i < items.Count; i++)
        {
            if (i > 0) pieces.Add(Comma);
            pieces.Add(items[i]);
        }

        pieces.Add(Encoding.UTF8.GetBytes(next is null ? "]}" : $"],\"next\":{JsonConvert.ToString(next)}}}"));
        return pieces;
    }
}
