using PassthroughTools.ControlPlane.Tests.Support;

namespace PassthroughTools.ControlPlane.Tests.Page.Support;

/// <summary>
/// The accessibility rules of axe-core, in the version that Page/axe/package-lock.json names. npm brings them once.
/// </summary>
internal static class AxeCore
{
    /// <summary>The script. Skips the test where it can't be had.</summary>
    public static async Task<string> ScriptAsync()
    {
        var packages = new NpmFolder("Page", "axe");
        await packages.RequireAsync("the page's accessibility");
        return await File.ReadAllTextAsync(Path.Combine(packages.Folder, "node_modules", "axe-core", "axe.min.js"));
    }
}
