namespace PassthroughTools.Help;

/// <summary>What a doc comment lacks, in the form in which MSBuild recognises an error.</summary>
internal sealed class ProblemList
{
    private readonly List<string> messages = [];

    public bool Any => messages.Count > 0;

    /// <summary>Notes a problem.</summary>
    /// <param name="where">The cmdlet, with a parameter where it is one's.</param>
    /// <param name="what">What is missing, and how it is mended.</param>
    public void Add(string where, string what)
    {
        var message = $"PassthroughTools.Help : error HELP0001: {where}: {what}";
        if (!messages.Contains(message)) messages.Add(message);
    }

    public void Print(TextWriter output)
    {
        foreach (var message in messages) output.WriteLine(message);
    }
}
