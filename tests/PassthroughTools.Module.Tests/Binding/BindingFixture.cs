using Xunit;

namespace PassthroughTools.Module.Tests.Binding;

/// <summary>One probe for all tests of binding, made when the first of them asks: without an engine none does.</summary>
[CollectionDefinition(Name)]
public sealed class BindingFixture : ICollectionFixture<BindingFixture>, IDisposable
{
    public const string Name = "Binding";

    private readonly Lazy<BindingProbe> probe = new(static () => new BindingProbe());

    internal BindingProbe Probe => probe.Value;

    public void Dispose()
    {
        if (probe.IsValueCreated) probe.Value.Dispose();
    }
}
