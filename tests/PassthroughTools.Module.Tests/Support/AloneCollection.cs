using Xunit;

namespace PassthroughTools.Module.Tests.Support;

/// <summary>Tests that measure time run by themselves, after the others.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneCollection
{
    public const string Name = "Alone";
}
