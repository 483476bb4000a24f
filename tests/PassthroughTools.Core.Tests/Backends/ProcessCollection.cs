using Xunit;

namespace PassthroughTools.Core.Tests.Backends;

/// <summary>
/// Tests that start many processes, one test after the other and apart from all others, which they would slow down.
/// </summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ProcessCollection
{
    public const string Name = "processes";
}
