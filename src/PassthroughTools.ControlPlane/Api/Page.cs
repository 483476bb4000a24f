using System.Collections.Generic;
using System.Threading.Tasks;
using System;
using Microsoft.AspNetCore.Http;
using Newtonsoft.Json;
using PassthroughTools.State.Json;

namespace PassthroughTools.ControlPlane.Api;

/// <summary>One page of a list: at most <c>limit</c> items after the one that <c>after</c> names.</summary>
internal static class Page
{
    private const int DefaultLimit = 100;
    private const int MaxLimit = 1000;

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
    /// <param name="write">Writes an item.</param>
    public static Task WriteAsync<T>(
        HttpContext context,
        Query query,
        long revision,
        IEnumerable<T> items,
        Func<T, string> keyOf,
        IComparer<string> compare,
        Func<T, bool> fits,
        Action<JsonTextWriter, T> write)
    {
        int limit = (int)(query.Number("limit", 1, MaxLimit) ?? DefaultLimit);
        var after = query.Text("after");
        var page = new List<T>(Math.Min(limit, 128));
        bool more = false;
        foreach (var item in items)
        {
            if (after is not null && compare.Compare(keyOf(item), after) <= 0) continue;
            if (!fits(item)) continue;
            more = page.Count == limit;
            if (more) break;
            page.Add(item);
        }

        context.Response.Headers.ETag = Revisions.ETag(revision);
        return JsonAnswer.WriteAsync(context, StatusCodes.Status200OK, json =>
        {
            json.WriteStartObject();
            json.Property("revision", revision);
            json.Array("items", page, item => write(json, item));
            if (more) json.Property("next", keyOf(page[^1]));
            json.WriteEndObject();
        });
    }
}
