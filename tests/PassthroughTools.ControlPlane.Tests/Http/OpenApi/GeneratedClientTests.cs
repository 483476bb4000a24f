using PassthroughTools.ControlPlane.Tests.Http.Support;
using PassthroughTools.ControlPlane.Tests.Support;
using Shouldly;
using Xunit;

namespace PassthroughTools.ControlPlane.Tests.Http.OpenApi;

/// <summary>
/// A client that openapi-typescript generates from the served document, compiled strictly, and used against a real server: a
/// list, one object, a change, an error.
/// </summary>
public sealed class GeneratedClientTests
{
    [SkippableFact]
    public async Task It_compiles_and_works()
    {
        var packages = new NpmFolder("Http", "OpenApi", "client");
        await packages.RequireAsync("a generated client");
        await using var lab = await HttpLab.StartAsync();

        // Where its packages are found, and git looks for nothing.
        var made = Directory.CreateDirectory(Path.Combine(packages.Folder, "node_modules", ".generated")).FullName;
        foreach (var name in (string[])["client.ts", "node.d.ts", "tsconfig.json", "package.json"])
            File.Copy(Path.Combine(packages.Folder, name), Path.Combine(made, name), overwrite: true);
        var document = Path.Combine(made, "openapi.json");
        await File.WriteAllTextAsync(document, (await lab.GetAsync("/openapi/v1.json")).Body);
        await NpmFolder.RunAsync(made, "../openapi-typescript/bin/cli.js", document, "-o", "generated.ts");
        await NpmFolder.RunAsync(made, "../typescript/bin/tsc", "-p", ".");
        var said = await NpmFolder.RunAsync(made, "client.js", lab.Address.ToString().TrimEnd('/'), lab.Tokens.Operator.Text);
        said.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .ShouldBe(["list", "one", "change", "error"]);
    }
}
