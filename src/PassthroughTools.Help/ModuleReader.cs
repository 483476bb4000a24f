using System.Management.Automation;
using System.Reflection;

namespace PassthroughTools.Help;

/// <summary>Reads the cmdlets of a module's assembly. What it refers to is taken from beside it.</summary>
internal sealed class ModuleReader
{
    private readonly Assembly assembly;
    private readonly CmdletReader reader;

    public ModuleReader(string path, ProblemList problems)
    {
        path = Path.GetFullPath(path);
        AppDomain.CurrentDomain.AssemblyResolve += (_, wanted) =>
        {
            var beside = Path.Combine(Path.GetDirectoryName(path)!, new AssemblyName(wanted.Name).Name + ".dll");
            return File.Exists(beside) ? Assembly.LoadFrom(beside) : null;
        };
        assembly = Assembly.LoadFrom(path);
        reader = new CmdletReader(new DocComments(), problems);
    }

    /// <summary>The cmdlets by name.</summary>
    public List<CmdletHelp> Cmdlets() =>
        [.. assembly.GetExportedTypes().Where(static type => !type.IsAbstract && type.Said<CmdletAttribute>() is not null)
            .Select(reader.Read).OrderBy(static cmdlet => cmdlet.Name, StringComparer.Ordinal)];
}
