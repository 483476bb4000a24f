using System.Reflection;
using PassthroughTools.Formatting;
using Shouldly;
using Xunit;

namespace PassthroughTools.Module.Tests.Behaviour;

/// <summary>
/// The width of a view comes from parts of PowerShell that are not public: a later one may have them no more, or as something
/// else. That this one has them is shown in pester/Formatting.Tests.ps1.
/// </summary>
public sealed class OutputWidthTests
{
    public static TheoryData<object?> Runspaces =>
    [
        null, new object(), new Engine(null), new Engine(new object()), new Engine(new Pipeline(new object())),
        new Engine(new Pipeline(new Stack(null))),
        new Engine(new Pipeline(new Stack(5))), new Engine(new Pipeline(new Stack(new[] { new object() }))),
        new Engine(new FailingPipeline(null)),
    ];

    [Theory]
    [MemberData(nameof(Runspaces))]
    public void WhatCannotBeReadIsNotAsked(object? runspace) => OutputWidth.Asked(runspace).ShouldBeNull();

    private sealed class Engine(object? pipeline)
    {
        internal object? GetCurrentlyRunningPipeline() => pipeline;
    }

    private sealed class Pipeline(object stopper)
    {
        internal object Stopper => stopper;
    }

    private sealed class FailingPipeline(Exception? why)
    {
        internal object Stopper => throw new TargetInvocationException(why);
    }

    private sealed class Stack(object? list)
    {
#pragma warning disable CA1823, CS0414, IDE0052 // read by its name
        private readonly object? _stack = list;
#pragma warning restore CA1823, CS0414, IDE0052
    }
}
