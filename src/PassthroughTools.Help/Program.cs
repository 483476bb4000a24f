namespace PassthroughTools.Help;

/// <summary>Writes a module's help file: PassthroughTools.Help module.dll module.dll-Help.xml.</summary>
internal static class Program
{
    private const int Incomplete = 1, WrongUsage = 2;

    private static int Main(string[] arguments)
    {
        if (arguments is not [var module, var target])
        {
            Console.Error.WriteLine("usage: PassthroughTools.Help <module.dll> <module.dll-Help.xml>");
            return WrongUsage;
        }

        var problems = new ProblemList();
        var cmdlets = new ModuleReader(module, problems).Cmdlets();
        if (problems.Any)
        {
            problems.Print(Console.Error);
            return Incomplete;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(target))!);
        MamlDocument.Of(cmdlets).Save(target);
        Console.WriteLine($"{cmdlets.Count} cmdlets, {cmdlets.Sum(static cmdlet => cmdlet.Examples.Count)} examples -> {target}");
        return 0;
    }
}
