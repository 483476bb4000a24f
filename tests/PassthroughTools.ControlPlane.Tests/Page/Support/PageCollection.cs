using Xunit;

namespace PassthroughTools.ControlPlane.Tests.Page.Support;

/// <summary>The classes that share a server and a browser, one test after the other.</summary>
[CollectionDefinition(Name)]
public sealed class PageCollection : ICollectionFixture<PageFixture>
{
    public const string Name = "The page in a browser";
}
