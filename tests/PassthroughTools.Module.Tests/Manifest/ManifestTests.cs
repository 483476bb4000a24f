using System.Collections;
using System.Management.Automation.Language;
using System.Reflection;
using System.Xml.Linq;
using PassthroughTools.Module.Tests.Support;
using PassthroughTools.Vim.Views;
using Shouldly;
using Xunit;

namespace PassthroughTools.Module.Tests.Manifest;

/// <summary>The manifest and the format file against the code.</summary>
public sealed class ManifestTests
{
    [Fact]
    public void ItExportsTheCmdletClassesOneByOneAndNothingElse()
    {
        var manifest = Manifest();
        var exported = ((IEnumerable)manifest["CmdletsToExport"]!).Cast<string>().ToList();
        exported.ShouldAllBe(static name => !name.Contains('*') && !name.Contains('?'));
        exported.ShouldBe(
            exported.Distinct(StringComparer.OrdinalIgnoreCase).OrderBy(static name => name, StringComparer.Ordinal));
        exported.ShouldBe(ModuleAssembly.Cmdlets()
            .Select(static cmdlet => $"{cmdlet.Attribute.VerbName}-{cmdlet.Attribute.NounName}"), ignoreOrder: true);
        foreach (var kind in new[] { "FunctionsToExport", "AliasesToExport", "VariablesToExport" })
            ((IEnumerable)manifest[kind]!).Cast<object>().ShouldBeEmpty(kind);
    }

    [Fact]
    public void TheEngineSeesWhatItExports()
    {
        using var session = new Session();
        Cmdlets.All(session).Select(static cmdlet => cmdlet.ImplementingType)
            .ShouldBe(ModuleAssembly.Cmdlets().Select(static cmdlet => cmdlet.Type), ignoreOrder: true);
        session.Get<string>("(Get-Command -Module PassthroughTools).CommandType").ShouldAllBe(static kind => kind == "Cmdlet");
    }

    [Fact]
    public void ItsVersionIsTheAssemblies()
    {
        var version = Version.Parse((string)Manifest()["ModuleVersion"]!);
        foreach (var file in new[] { Repository.ModuleAssembly, Repository.CoreAssembly })
        {
            var assembly = AssemblyName.GetAssemblyName(file).Version!;
            new Version(assembly.Major, assembly.Minor, assembly.Build).ShouldBe(version, file);
        }
    }

    /// <summary>Whatever is needed beyond the module's folder would be missing on some machine.</summary>
    [Fact]
    public void ItNeedsNothingButPowerShell()
    {
        var manifest = Manifest();
        manifest["RootModule"].ShouldBe("PassthroughTools.dll");
        foreach (var key in new[] { "RequiredModules", "RequiredAssemblies", "NestedModules", "ScriptsToProcess" })
            manifest.ContainsKey(key).ShouldBeFalse(key);
        ((IEnumerable)manifest["CompatiblePSEditions"]!).Cast<string>().ShouldBe(["Desktop", "Core"]);
        manifest["PowerShellVersion"].ShouldBe("5.1");
        foreach (var file in ((IEnumerable)manifest["FormatsToProcess"]!).Cast<string>()
            .Concat(((IEnumerable)manifest["TypesToProcess"]!).Cast<string>()))
            File.Exists(Path.Combine(Repository.ModuleFolder, file)).ShouldBeTrue(file);
    }

    [Fact]
    public void EveryTypeInTheFormatFileExists()
    {
        var types = XDocument.Load(Path.Combine(Repository.ModuleFolder, "PassthroughTools.format.ps1xml"))
            .Descendants("TypeName").Select(static name => TypeOf(name)).ToList();
        types.ShouldNotBeEmpty();
        var known = ModuleAssembly.Loaded.GetExportedTypes().Concat(typeof(Inventory.VMHost).Assembly.GetExportedTypes())
            .Select(static type => type.FullName);
        types.Except(known, StringComparer.Ordinal).ShouldBeEmpty();
    }

    [Fact]
    public void EveryEnumIdentifierAndViewIsTextWhereItIsSerialized()
    {
        var named = XDocument.Load(Path.Combine(Repository.ModuleFolder, "PassthroughTools.types.ps1xml")).Descendants("Type")
            .Where(static type => type.Descendants("NoteProperty").Any(static note => note.Value == "SerializationMethodString"))
            .Select(static type => type.Element("Name")!.Value);
        named.ShouldBe(
            ModuleAssembly.Loaded.GetExportedTypes().Concat(typeof(Inventory.VMHost).Assembly.GetExportedTypes())
                .Concat(typeof(ViewBase).Assembly.GetExportedTypes())
                .Where(static type => type == typeof(Inventory.PciId) || type == typeof(ViewBase)
                    || (type.IsEnum && Enum.GetUnderlyingType(type) == typeof(long))).Select(static type => type.FullName!),
            ignoreOrder: true);
    }

    /// <summary>
    /// Every property that a column or a list shows is there; a script block's is what the formatting tests look at.
    /// </summary>
    [Fact]
    public void EveryPropertyInTheFormatFileExists()
    {
        var types = ModuleAssembly.Loaded.GetExportedTypes().Concat(typeof(Inventory.VMHost).Assembly.GetExportedTypes())
            .ToDictionary(static type => type.FullName!, StringComparer.Ordinal);
        foreach (var view in XDocument.Load(Path.Combine(Repository.ModuleFolder, "PassthroughTools.format.ps1xml"))
            .Descendants("View"))
        {
            foreach (var type in view.Descendants("ViewSelectedBy").Elements("TypeName").Select(name => types[TypeOf(name)]))
            {
                foreach (var property in view.Descendants("PropertyName").Select(static name => name.Value))
                    type.GetProperties().ShouldContain(one => one.Name == property, $"{type.Name}.{property}");
            }
        }
    }

    /// <summary>A view's type; after # stands which of its objects the view is for.</summary>
    private static string TypeOf(XElement name) => name.Value.Split('#')[0];

    private static Hashtable Manifest()
    {
        var script = Parser.ParseFile(Repository.Manifest, out _, out var errors);
        errors.ShouldBeEmpty();
        return (Hashtable)((HashtableAst)script.Find(static ast => ast is HashtableAst,
            searchNestedScriptBlocks: false)).SafeGetValue();
    }
}
