using PassthroughTools.Module.Tests.Support;
using Shouldly;
using Xunit;

namespace PassthroughTools.Module.Tests.Manifest;

/// <summary>What the build lays out, and what it needs: read from the files, without an engine.</summary>
public sealed class ModuleFolderTests
{
    /// <summary>
    /// Any other assembly could meet another version of itself in the same process, and would need an AssemblyLoadContext.
    /// </summary>
    [Fact]
    public void ItHoldsTheModuleAndNothingElse()
    {
        var files = Directory.EnumerateFiles(Repository.ModuleFolder, "*", SearchOption.AllDirectories)
            .Select(static file => Path.GetRelativePath(Repository.ModuleFolder, file).Replace('\\', '/')).ToList();
        string[] needed =
        [
            "LICENSE", "Newtonsoft.Json.dll", "PassthroughTools.Core.dll", "PassthroughTools.Vim.dll", "PassthroughTools.dll",
            "PassthroughTools.format.ps1xml",
            "PassthroughTools.psd1", "PassthroughTools.types.ps1xml",
        ];
        needed.Except(files, StringComparer.Ordinal).ShouldBeEmpty();
        files.Except(needed, StringComparer.Ordinal).ShouldAllBe(static file => IsHelp(file));
    }

    /// <summary>
    /// Windows PowerShell 5.1 has netstandard (with .NET Framework 4.7.2) and System.Management.Automation 3.0.
    /// </summary>
    [Fact]
    public void TheModuleNeedsOnlyWhatWindowsPowerShellHasToo()
    {
        using var module = new PortableAssembly(Repository.ModuleAssembly);
        module.References.Select(static reference => $"{reference.Name} {reference.Version}").Where(
            static reference => !reference.StartsWith("PassthroughTools.Core ", StringComparison.Ordinal) && !IsVim(reference))
            .Except(["netstandard 2.0.0.0", "System.Management.Automation 3.0.0.0", "Newtonsoft.Json 13.0.0.0"],
                StringComparer.Ordinal).ShouldBeEmpty();
    }

    [Fact]
    public void CoreNeedsOnlyNetStandardNewtonsoftJsonAndVim()
    {
        using var core = new PortableAssembly(Repository.CoreAssembly);
        var references = core.References.Select(static reference => $"{reference.Name} {reference.Version}").ToList();
        references.Count(IsVim).ShouldBe(1);
        references.Where(static reference => !IsVim(reference))
            .ShouldBe(["netstandard 2.0.0.0", "Newtonsoft.Json 13.0.0.0"], ignoreOrder: true);
    }

    /// <summary>The version that ships is the one that was compiled against, down to what the file says of itself.</summary>
    [Fact]
    public void TheShippedNewtonsoftJsonNeedsOnlyNetStandard()
    {
        using var json = new PortableAssembly(Path.Combine(Repository.ModuleFolder, "Newtonsoft.Json.dll"));
        json.References.Select(static reference => reference.Name).ShouldBe(["netstandard"]);
    }

    [Fact]
    public void VimNeedsOnlyNetStandardAndNewtonsoftJson()
    {
        using var vim = new PortableAssembly(Path.Combine(Repository.ModuleFolder, "PassthroughTools.Vim.dll"));
        vim.References.Select(static reference => $"{reference.Name} {reference.Version}")
            .ShouldBe(["netstandard 2.0.0.0", "Newtonsoft.Json 13.0.0.0"], ignoreOrder: true);
    }

    private static bool IsVim(string reference) => reference.StartsWith("PassthroughTools.Vim ", StringComparison.Ordinal);

    private static bool IsHelp(string file) => file.Split('/') is [_, var name]
        && (name.EndsWith("-Help.xml", StringComparison.Ordinal)
            || (name.StartsWith("about_", StringComparison.Ordinal) && name.EndsWith(".help.txt", StringComparison.Ordinal)));
}
