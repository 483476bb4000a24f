using System.Management.Automation;
using System.Reflection;
using PassthroughTools.Module.Tests.Support;
using Shouldly;
using Xunit;

namespace PassthroughTools.Module.Tests.Surface;

/// <summary>The module's cmdlets against PowerCLI's.</summary>
public sealed class PowerCliSurfaceTests
{
    [Fact]
    public void TheModuleIsAsTheFactsSayButForTheListedDifferences()
    {
        var built = Built().ToDictionary(static cmdlet => cmdlet.Name, StringComparer.Ordinal);
        var found = SurfaceFacts.CheckedIn().Where(known => built.ContainsKey(known.Name))
            .SelectMany(known => Differences(known, built[known.Name]));
        found.ShouldBe(SurfaceDifferences.Reasons.Keys, ignoreOrder: true);
        SurfaceDifferences.Reasons.Values.ShouldAllBe(static reason => reason.Length > 0);
    }

    [Fact]
    public void TheModuleHasEveryCmdletButTheListedOnes() =>
        SurfaceFacts.CheckedIn().Select(static cmdlet => cmdlet.Name)
            .Except(Built().Select(static cmdlet => cmdlet.Name), StringComparer.Ordinal)
            .ShouldBeEmpty();

    private static IEnumerable<string> Differences(SurfaceCmdlet known, SurfaceCmdlet built)
    {
        if (known.ShouldProcess != built.ShouldProcess) yield return $"{known.Name}: ShouldProcess {built.ShouldProcess}";
        foreach (var parameter in known.Parameters)
        {
            var own = built.Parameters.FirstOrDefault(
                candidate => string.Equals(candidate.Name, parameter.Name, StringComparison.Ordinal));
            if (own is null)
            {
                yield return $"{known.Name} -{parameter.Name}: missing";
                continue;
            }

            if (own.Mandatory != parameter.Mandatory)
                yield return $"{known.Name} -{parameter.Name}: {(own.Mandatory ? "mandatory" : "optional")}";
            if (own.Pipeline != parameter.Pipeline)
                yield return $"{known.Name} -{parameter.Name}: {(own.Pipeline ? "from" : "not from")} the pipeline";
        }
    }

    private static IEnumerable<SurfaceCmdlet> Built() => ModuleAssembly.Cmdlets().Select(static cmdlet => new SurfaceCmdlet(
        $"{cmdlet.Attribute.VerbName}-{cmdlet.Attribute.NounName}", cmdlet.Attribute.SupportsShouldProcess,
        [.. Parameters(cmdlet.Type)]));

    private static IEnumerable<SurfaceParameter> Parameters(Type cmdlet) => cmdlet.GetProperties()
        .Select(static property => (property.Name, Sets: property.GetCustomAttributes<ParameterAttribute>().ToList()))
        .Where(static property => property.Sets.Count > 0)
        .Select(static property => new SurfaceParameter(
            property.Name, property.Sets.TrueForAll(static set => set.Mandatory),
            property.Sets.Exists(static set => set.ValueFromPipeline)));
}
