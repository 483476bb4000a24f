namespace PassthroughTools.Projection;

/// <summary>Something that an inventory may know and VIM objects do not say.</summary>
/// <param name="Property">What it is, such as Host.IommuEnabled.</param>
/// <param name="Why">What VIM has in its place, or why it has nothing.</param>
/// <param name="When">When it is not said; null where it never is.</param>
internal sealed record VimLimit(string Property, string Why, string? When = null);
