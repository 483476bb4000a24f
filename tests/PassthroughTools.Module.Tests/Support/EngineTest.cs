using Xunit;

namespace PassthroughTools.Module.Tests.Support;

/// <summary>
/// A class of tests that host the engine; without one they are skipped, with the reason. They are SkippableFact or SkippableTheory,
/// and no member has a value of an engine type or derives from one, so that the class itself loads without the engine.
/// </summary>
public abstract class EngineTest
{
    protected EngineTest() => Skip.IfNot(PowerShellEngine.WhyMissing is null, PowerShellEngine.WhyMissing);
}
