using System.Management.Automation;
using System.Reflection;

namespace PassthroughTools.Help;

/// <summary>Makes the help of a cmdlet from its class: the texts from its doc comments, all else from its attributes.</summary>
internal sealed class CmdletReader(DocComments comments, ProblemList problems)
{
    private readonly ParameterReader parameterReader = new(comments, problems);
    private readonly PipelineTypes pipelineTypes = new(comments, problems);

    public CmdletHelp Read(Type type)
    {
        var cmdlet = type.Said<CmdletAttribute>()!;
        var given = cmdlet.Given().ToList();
        var (verb, noun) = ((string)given[0], (string)given[1]);
        var name = $"{verb}-{noun}";
        var comment = comments.Of(type);
        if (comment.Summary.Length == 0) problems.Add(name, $"class {type.Name} has no <summary>, which is the synopsis.");
        var parameters = Parameters(type, name, cmdlet.Named<bool>(nameof(CmdletAttribute.SupportsShouldProcess)));
        var sets = ParameterSets(parameters, cmdlet.Named<string>(nameof(CmdletAttribute.DefaultParameterSetName)));
        return new CmdletHelp
        {
            Verb = verb,
            Noun = noun,
            Synopsis = comment.Summary,
            Description = comment.Remarks is { Count: > 0 } remarks ? remarks : [comment.Summary],
            Parameters = parameters,
            ParameterSets = sets,
            Inputs = PipelineTypes.Inputs(parameters, sets[0]),
            Outputs = pipelineTypes.Outputs(name, type),
            Examples = Examples(type, name, comment),
        };
    }

    private List<ParameterHelp> Parameters(Type type, string cmdlet, bool asks)
    {
        var instance = Activator.CreateInstance(type)!;
        var own = type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(static property => property.Said<ParameterAttribute>() is not null)
            .Select(property => parameterReader.Read(property, cmdlet, instance));
        return [.. own.Concat(asks ? CommonParameters.OfShouldProcess : []).OrderBy(Rank)];

        static int Rank(ParameterHelp parameter) => parameter.Uses.Min(static use => use.Position)
            ?? (CommonParameters.OfShouldProcess.Contains(parameter) ? int.MaxValue
                : parameter.Uses.Any(static use => use.IsMandatory) ? int.MaxValue - 2
                : int.MaxValue - 1);
    }

    /// <summary>A default set counts where there are others, even if no parameter names it.</summary>
    private static List<string> ParameterSets(List<ParameterHelp> parameters, string? first)
    {
        var named = parameters.SelectMany(static parameter => parameter.Uses).Select(static use => use.ParameterSet)
            .Where(static set => set != ParameterUse.AllSets).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        if (named.Count == 0) return [""];
        return first is null
            ? named
            : [first, .. named.Where(set => !string.Equals(set, first, StringComparison.OrdinalIgnoreCase))];
    }

    private IReadOnlyList<ExampleHelp> Examples(Type type, string cmdlet, DocComment comment)
    {
        var examples = comment.Examples;
        if (examples.Count == 0) problems.Add(cmdlet, $"class {type.Name} has no <example>.");
        for (int i = 0; i < examples.Count; i++)
        {
            if (examples[i].Introduction.Length == 0)
                problems.Add(cmdlet, $"example {i + 1} has no <para> that says what it shows.");
            if (examples[i].Code.Length == 0) problems.Add(cmdlet, $"example {i + 1} has no <code>.");
        }

        return examples;
    }
}
