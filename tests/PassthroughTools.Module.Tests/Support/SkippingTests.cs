using System.Linq;
using System.Reflection;
using Shouldly;
using Xunit;

namespace PassthroughTools.Module.Tests.Support;

/// <summary>Without an engine a test that hosts one is skipped: neither passed nor failed.</summary>
public sealed class SkippingTests
{
    [Fact]
    public void EveryTestThatHostsTheEngineCanBeSkipped() => typeof(EngineTest).Assembly.GetTypes()
        .Where(static type => type.IsSubclassOf(typeof(EngineTest)))
        .SelectMany(static type => type.GetMethods().Where(static method => method.GetCustomAttribute<FactAttribute>() is { } fact and not (SkippableFactAttribute or SkippableTheoryAttribute)))
        .Select(static method => $"{method.DeclaringType!.Name}.{method.Name}").ShouldBeEmpty();
}
