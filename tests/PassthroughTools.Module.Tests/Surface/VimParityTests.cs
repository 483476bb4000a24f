using System.Collections;
using System.Management.Automation;
using System.Reflection;
using System.Text.Json;
using PassthroughTools.Errors;
using PassthroughTools.Inventory;
using PassthroughTools.Module.Tests.Support;
using PassthroughTools.Vim.Views;
using Shouldly;
using VMware.Vim;
using Xunit;
using Xunit.Abstractions;

namespace PassthroughTools.Module.Tests.Surface;

/// <summary>
/// How much of what public scripts use of VIM is there, by shared/data/powercli-objects.json beside the repository where there is
/// one. The figures are printed, and none may fall.
/// </summary>
public sealed class VimParityTests(ITestOutputHelper output) : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("vim-parity-");

    private const string Prefix = "VMware.Vim.";
    private const int Several = 2;

    /// <summary>The sample rack has no device group.</summary>
    private const string Groups =
        """
        { "schemaVersion": 1, "hosts": [ { "name": "esxi01.domain.com",
          "deviceGroups": [ { "name": "nvlink-pair", "members": [ "0000:41:00.0", "0000:42:00.0" ] } ] } ] }
        """;

    private static readonly string Facts = Path.Combine(Repository.Root, "..", "shared", "data", "powercli-objects.json");

    private static readonly BindingFlags Named = BindingFlags.Public | BindingFlags.Instance | BindingFlags.IgnoreCase;

    private static readonly Type[] Types = typeof(DynamicData).Assembly.GetExportedTypes();

    [SkippableFact]
    public void TheClassesThatScriptsMakeAreThere()
    {
        var classes = Rows("vimClasses", "class")
            .ConvertAll(static row => (Name: row.Name[Prefix.Length..].Split('.')[^1], row.Scripts));
        var missing = classes.Where(static one => !Array.Exists(Types, type => type.Name == one.Name)).ToList();

        Print("Classes that are missing", missing.ConvertAll(static one => one.Name));
        int served = classes.Count - missing.Count;
        output.WriteLine($"vimClasses: {served} of {classes.Count} served");
        missing.ShouldAllBe(static one => one.Scripts < Several);
        served.ShouldBeGreaterThanOrEqualTo(39);
    }

    [SkippableFact]
    public void ThePathsThatScriptsReadAreThere()
    {
        var paths = Rows("vimPaths", "path");
        using var session = new Session();
        session["store"] = Path.Combine(folder.FullName, "lab.json");
        session["groups"] = Path.Combine(folder.FullName, "groups.json");
        File.WriteAllText(Path.Combine(folder.FullName, "groups.json"), Groups);
        var roots = session.Get<PSObject>(
            """
            $null = Connect-VIServer $store -Force
            $null = Import-PassthroughInventory -Sample
            $null = Import-PassthroughInventory $groups
            $null = New-Snapshot web-01 -Name before
            $null = New-VM any-01 -VMHost esxi01.domain.com -HardwareVersion vmx-20 -MemoryGB 4
            $null = Add-PassthroughDevice flex-01 -DeviceClass (Get-VM flex-01).VMHost.DvxClasses[0].Name
            $null = New-AdvancedSetting -Entity (Get-VM web-01) -Name migrate.encryptionMode -Value required
            $null = New-AdvancedSetting -Entity (Get-VM web-01) -Name logging -Value TRUE
            $null = New-AdvancedSetting -Entity (Get-VM web-01) -Name sched.cpu.affinity -Value 0-3
            $null = (Get-VM any-01).ExtensionData.Rename_Task('any-02')
            Get-Task | Wait-Task
            Get-View -ViewType VirtualMachine
            Get-View -ViewType ClusterComputeResource
            foreach ($view in Get-View -ViewType HostSystem) {
                $view
                Get-View $view.ConfigManager.PciPassthruSystem, $view.ConfigManager.GraphicsManager
            }
            Get-VM | ForEach-Object { Get-View $_.ExtensionData.EnvironmentBrowser }
            Get-Task | Get-View
            Get-View ServiceInstance
            """).Select(static one => one.BaseObject).OfType<ViewBase>().ToList();

        var missing = paths.FindAll(row => !IsDeclared(row.Name));
        var silent = paths.Except(missing).Where(row => !Values(roots, row.Name).Any(IsSomething)).ToList();
        int served = paths.Count - missing.Count, told = served - silent.Count;
        Print("Paths that are missing", missing.ConvertAll(static row => row.Name));
        Print("Paths that are there, and never say or do anything", silent.ConvertAll(static row => row.Name));
        int Of(IEnumerable<(string Name, int Scripts)> rows) => rows.Count(static row => row.Scripts >= Several);
        output.WriteLine($"vimPaths: {served} of {paths.Count} served, {told} of them with a value or an effect");
        output.WriteLine(
            $"vimPaths of {Several} or more passthrough scripts: {Of(paths) - Of(missing)} of {Of(paths)} served, "
            + $"{Of(paths) - Of(missing) - Of(silent)} of them with a value or an effect");

        served.ShouldBeGreaterThanOrEqualTo(116);
        told.ShouldBeGreaterThanOrEqualTo(89);
        (Of(missing), Of(silent)).ShouldBe((0, 6));
    }

    public void Dispose() => folder.Delete(recursive: true);

    private static List<(string Name, int Scripts)> Rows(string list, string name)
    {
        Skip.IfNot(File.Exists(Facts), $"There is no {Facts}: what public scripts use is not at hand.");
        using var document = JsonDocument.Parse(File.ReadAllText(Facts));
        return
        [
            .. document.RootElement.GetProperty(list).EnumerateArray()
                .Select(row => (row.GetProperty(name).GetString()!, row.GetProperty("seenPassthrough").GetInt32())),
        ];
    }

    /// <summary>Whether each step is a property or method of what the one before gives, or of a type derived from it.</summary>
    private static bool IsDeclared(string path)
    {
        var steps = Steps(path);
        List<Type> types = [.. Types.Where(type => type.Name == steps[0])];
        foreach (var step in steps.Skip(1))
            types = [.. types.Select(type => Member(type, step)).OfType<Type>().SelectMany(Derived).Distinct()];
        return types.Count > 0;
    }

    /// <summary>What is taken for a machine's view may be the module's own object, whose ExtensionData is the view.</summary>
    private static List<string> Steps(string path) =>
        [.. path.Split('.').Where(static (step, at) => at != 1 || step != nameof(VMHost.ExtensionData))];

    private static Type? Member(Type type, string step) => step.EndsWith("()", StringComparison.Ordinal)
        ? type.GetMethod(step[..^2], Named)?.ReturnType
        : type.GetProperty(step, Named)?.PropertyType;

    private static IEnumerable<Type> Derived(Type type)
    {
        var item = type.IsArray ? type.GetElementType()! : type;
        return Types.Where(item.IsAssignableFrom).Append(item);
    }

    /// <summary>What a path gives, for each of the objects that it may begin with.</summary>
    private static IEnumerable<object?> Values(List<ViewBase> roots, string path)
    {
        var steps = Steps(path);
        IEnumerable<object?> values = roots.Where(root => root.GetType().Name == steps[0]);
        foreach (var step in steps.Skip(1))
            values = values.Where(static value => value is not null).SelectMany(value => Items(Next(value!, step)));
        return values;
    }

    private static IEnumerable<object?> Items(object? value) =>
        value is IEnumerable items and not string ? items.Cast<object?>() : [value];

    private static object? Next(object value, string step)
    {
        if (!step.EndsWith("()", StringComparison.Ordinal)) return value.GetType().GetProperty(step, Named)?.GetValue(value);
        if (value.GetType().GetMethod(step[..^2], Named) is not { } method) return null;
        try
        {
            var answer = method.Invoke(value, new object?[method.GetParameters().Length]);
            return method.ReturnType == typeof(void) ? "done" : answer;
        }
        catch (TargetInvocationException e) when (e.InnerException is PassthroughException refusal)
        {
            // That nothing was given is refused by the operation; what is not served at all says so.
            return refusal.Id == ErrorId.NotSupportedByBackend ? null : "refused for what it was given";
        }
    }

    private static bool IsSomething(object? value) => value is not (null or "" or IList { Count: 0 });

    private void Print(string head, List<string> names)
    {
        if (names.Count > 0) output.WriteLine($"{head} ({names.Count}): {string.Join(", ", names)}");
    }
}
