using System.Management.Automation;

namespace PassthroughTools.Help;

/// <summary>What a cmdlet takes from the pipeline, and what it returns.</summary>
internal sealed class PipelineTypes(DocComments comments, ProblemList problems)
{
    /// <param name="parameters">The cmdlet's parameters.</param>
    /// <param name="defaultSet">The default parameter set: PowerShell binds what a parameter of it takes to no other.</param>
    public static List<TypeHelp> Inputs(IReadOnlyList<ParameterHelp> parameters, string defaultSet)
    {
        var byValue = parameters.Where(static parameter => parameter.FromPipeline)
            .SelectMany(static parameter =>
                Reference.Accepted(Reference.One(parameter.Type)).Select(type => (Type: type, Parameter: parameter)))
            .GroupBy(static accepted => accepted.Type, static accepted => accepted.Parameter)
            .Select(
                accepted =>
                    new TypeHelp(accepted.Key.FullName!,
                        $"For {string.Join(" or ", Bound([.. accepted], defaultSet).Select(static parameter => "-" + parameter.Name))}."));
        var byName = parameters.Where(static parameter => parameter.FromPipelineByName).Select(static parameter => new TypeHelp(
            typeof(object).FullName!,
            $"For -{parameter.Name}: an object with a property {string.Join(" or ", [parameter.Name, .. parameter.Aliases])}."));
        List<TypeHelp> inputs = [.. byValue, .. byName];
        return inputs.Count > 0 ? inputs : [new TypeHelp("None", "It takes nothing from the pipeline.")];
    }

    private static List<ParameterHelp> Bound(List<ParameterHelp> takers, string defaultSet) =>
        takers.Exists(taker => taker.UseIn(defaultSet) is not null)
            ? takers.FindAll(taker => taker.UseIn(defaultSet) is not null)
            : takers;

    public List<TypeHelp> Outputs(string cmdlet, Type type)
    {
        var outputs = type.AllSaid<OutputTypeAttribute>().SelectMany(static output => output.Given()).OfType<Type>().Distinct()
            .Select(output =>
        {
            var summary = comments.Of(output).Summary;
            if (summary.Length == 0 && comments.Cover(output))
                problems.Add(cmdlet, $"its output {output.Name} has no <summary>.");
            return new TypeHelp(output.FullName!, summary);
        }).ToList();
        return outputs.Count > 0 ? outputs : [new TypeHelp("None", "It returns nothing.")];
    }
}
