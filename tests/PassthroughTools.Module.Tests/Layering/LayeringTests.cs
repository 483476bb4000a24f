using System.Reflection;
using System.Runtime.CompilerServices;
using PassthroughTools.Errors;
using PassthroughTools.Inventory;
using PassthroughTools.Module.Tests.Support;
using Shouldly;
using Xunit;

namespace PassthroughTools.Module.Tests.Layering;

/// <summary>How Core and the module are made, as far as reflection tells.</summary>
public sealed class LayeringTests
{
    private static readonly Assembly Core = typeof(VMHost).Assembly;

    /// <summary>Static fields that could be written, and why they may be.</summary>
    private static readonly Dictionary<string, string> Caches = new(StringComparer.Ordinal)
    {
        ["JsonName`1.Names"] = "filled by the static constructor and only read afterwards",
        ["JsonName`1.Values"] = "filled by the static constructor and only read afterwards",
        ["ValueForm.Forms"] = "filled by the static constructor and only read afterwards",
        ["ViewClients.<Maker>k__BackingField"] = "set when the module is imported, to the same each time",
        ["GuestIds.ByName"] = "filled where it is made and only read afterwards",
    };

    /// <summary>Exceptions that do not leave Core, and what becomes of them.</summary>
    private static readonly Dictionary<string, string> Inner = new(StringComparer.Ordinal)
    {
        ["LostTaskException"] = "why a server does not tell what became of a task: the cause of the refusal that says so",
        ["NewerFormException"] =
            "a form that is not known: refused as a newer version's where it is whole, as malformed elsewhere",
        ["OperationInDoubtException"] =
            "a wait that Ctrl+C or Stop-Task ended: nobody is shown it, the task's error has its words",
        ["ServerProblem"] = "what a control plane refused, of which its backend makes the same refusal here",
        ["UnrecognisedException"] = "what is no inventory: refused where the file was named, skipped where it was found",
    };

    [Fact]
    public void TheTestsLoadCoreFromTheBuiltModule() => Core.Location.ShouldBe(Repository.CoreAssembly);

    [Fact]
    public void CoreKnowsNeitherPowerShellNorAspNet()
    {
        using var core = new PortableAssembly(Repository.CoreAssembly);
        core.References.ShouldAllBe(static reference =>
            !reference.Name!.StartsWith("System.Management.Automation", StringComparison.Ordinal)
                && !reference.Name.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal));
    }

    [Fact]
    public void PublicTypesHaveNoPublicFields() => Core.GetExportedTypes().Where(static type => !type.IsEnum)
        .SelectMany(static type =>
            type.GetFields(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly))
        .Where(static field => !field.IsLiteral)
        .Select(static field => $"{field.DeclaringType}.{field.Name}").ShouldBeEmpty();

    [Fact]
    public void EveryExceptionIsTyped()
    {
        var exceptions = Core.GetTypes().Where(static type => typeof(Exception).IsAssignableFrom(type)).ToList();
        exceptions.Where(static type => type.IsPublic).ShouldBe([typeof(PassthroughException)]);
        exceptions.Where(static type => !type.IsPublic).Select(static type => type.Name).ShouldBe(Inner.Keys, ignoreOrder: true);
        typeof(PassthroughException).GetProperty(nameof(PassthroughException.Id))!.PropertyType.ShouldBe(typeof(ErrorId));
        typeof(PassthroughException).GetProperty(nameof(PassthroughException.Id))!.CanWrite.ShouldBeFalse();
    }

    /// <summary>A static field is set once, and what it holds does not change but for the listed ones.</summary>
    [Fact]
    public void CoreHasNoStaticMutableState() => Core.GetTypes().Where(static type => !IsGenerated(type))
        .SelectMany(static type =>
            type.GetFields(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.DeclaredOnly))
        .Where(static field => !field.IsLiteral && !IsGenerated(field) && (!field.IsInitOnly || IsMutable(field.FieldType)))
        .Select(static field => $"{field.DeclaringType!.Name}.{field.Name}")
        .ShouldBe(Caches.Keys, ignoreOrder: true);

    /// <summary>
    /// A cmdlet writes from its pipeline's thread only. Three start threads, on purpose: Get-PassthroughEvent -Follow waits for
    /// several servers, a task runs beside its session, and steps of a plan run side by side. ThreadTests has what arrives of the
    /// first two.
    /// </summary>
    [Fact]
    public void ThreeStartThreadsAndNobodyElse()
    {
        using var module = new PortableAssembly(Repository.ModuleAssembly);
        module.CallersOf("System.Threading.CancellationTokenSource.Cancel")
            .ShouldContain(static type => type == "PassthroughCmdlet", "calls are read");
        string[] starters =
        [
            "System.Threading.Thread.", "System.Threading.ThreadPool.", "System.Threading.Timer.", "System.Timers.",
            "System.Threading.Tasks.Parallel.",
            "System.Threading.Tasks.Task.Run", "System.Threading.Tasks.Task.Start", "System.Threading.Tasks.TaskFactory.",
            "System.Threading.Tasks.Task.ContinueWith",
            "System.Threading.Tasks.Task`1.ContinueWith",
        ];
        starters.SelectMany(module.CallersOf)
            .ShouldBe(["GetPassthroughEventCommand", "PassthroughTask", "RunningSteps"], ignoreOrder: true);
    }

    /// <summary>
    /// What runs beside a pipeline has nothing to write to: it knows no cmdlet, and a bar only where the pipeline's thread shows
    /// it.
    /// </summary>
    [Fact]
    public void WhatRunsBesideAPipelineWritesNothing()
    {
        using var module = new PortableAssembly(Repository.ModuleAssembly);
        var writers = module.CallersOf("System.Management.Automation.Cmdlet.Write");
        writers.ShouldContain(static type => type == "ProgressBar", "calls are read");
        writers.ShouldNotContain(static type => type == "PassthroughTask" || type == "RunningSteps");
    }

    /// <summary>
    /// Whether the compiler made it for itself: delegates that it keeps, and the like. A property's field is the author's.
    /// </summary>
    private static bool IsGenerated(MemberInfo member) => !member.Name.EndsWith("k__BackingField", StringComparison.Ordinal)
        && (member.Name.StartsWith('<') || member.IsDefined(typeof(CompilerGeneratedAttribute))
            || (member.DeclaringType is { } outer && IsGenerated(outer)));

    /// <summary>Whether it is a collection that can be written, an array aside, which the analysers and readers see.</summary>
    private static bool IsMutable(Type type) => !type.IsArray && type.GetInterfaces().Append(type).Any(static face =>
        face.IsGenericType && face.GetGenericTypeDefinition() is var definition
        && (definition == typeof(ICollection<>) || definition == typeof(IDictionary<,>)
            || definition == typeof(ConditionalWeakTable<,>)));
}
