using System.Globalization;
using System.Management.Automation;
using PassthroughTools.Module.Tests.Support;
using Shouldly;
using Xunit;

namespace PassthroughTools.Module.Tests.Binding;

/// <summary>That the tables leave nothing out, and that what the probes bind the cmdlets bind too.</summary>
[Collection(BindingFixture.Name)]
public sealed class BindingTableTests(BindingFixture fixture)
{
    [Fact]
    public void EveryCmdletAndParameterSetIsInTheTables()
    {
        var proven =
            PipelineTable.Commands.Keys.SelectMany(
                static command => PipelineTable.Expectations(command).Select(pair => (command, pair.Expected)))
            .Concat(ArgumentTable.Commands.Select(static row => (command: row.Key, Expected: row.Value)))
            .SelectMany(static row => row.Expected.Split("; ").Where(static item => item[0] != '!')
                .Select(item => $"{NameIn(row.command)} {item.Split(':')[0]}"));
        var declared = Cmdlets.All(fixture.Probe.Real)
            .SelectMany(static cmdlet => cmdlet.ParameterSets.Select(set => $"{cmdlet.Name} {set.Name}")).ToList();
        declared.Except(proven, StringComparer.Ordinal).ShouldBeEmpty();
        Cmdlets.All(fixture.Probe.Real).Select(static cmdlet => cmdlet.Name)
            .Except(PipelineTable.Commands.Keys.Select(NameIn), StringComparer.Ordinal).ShouldBeEmpty();
    }

    [Fact]
    public void TheProbesDeclareWhatTheCmdletsDeclare()
    {
        var cmdlets = Cmdlets.All(fixture.Probe.Real);
        cmdlets.Count.ShouldBeGreaterThanOrEqualTo(30);
        foreach (var cmdlet in cmdlets)
        {
            var function = fixture.Probe.Probes.Get<CommandInfo>($"Get-Command {cmdlet.Name} -CommandType Function").Single();
            Declaration(function).ShouldBe(Declaration(cmdlet), cmdlet.Name);
        }
    }

    private static string NameIn(string command) => command.Split('|')[^1].Trim().Split(' ')[0];

    private static IEnumerable<string> Declaration(CommandInfo command) => command.ParameterSets
        .SelectMany(static set => set.Parameters.Select(parameter => string.Create(
            CultureInfo.InvariantCulture,
            $"{set.Name}{(set.IsDefault ? " (default)" : "")}: {parameter.ParameterType} -{parameter.Name} [{string.Join(',', parameter.Aliases)}] mandatory {parameter.IsMandatory}, position {parameter.Position}, by value {parameter.ValueFromPipeline}, by name {parameter.ValueFromPipelineByPropertyName}")))
        .OrderBy(static line => line, StringComparer.Ordinal);
}
