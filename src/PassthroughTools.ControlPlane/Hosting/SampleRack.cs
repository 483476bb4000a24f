using System.Reflection;
using PassthroughTools.Backends;
using PassthroughTools.Importing;

namespace PassthroughTools.ControlPlane.Hosting;

/// <summary>The rack of examples/rack, which the server carries with it.</summary>
internal static class SampleRack
{
    private const string Head = "rack/";

    /// <summary>Fills an inventory that is empty; another one stays as it is.</summary>
    /// <returns>Whether it was empty.</returns>
    public static async Task<bool> FillAsync(JournalBackend backend, CancellationToken cancellationToken)
    {
        var state = await backend.ReadAsync(cancellationToken);
        if (state.Hosts.Count > 0) return false;
        var actor = $"{Environment.UserName}@{Environment.MachineName}";
        var files = typeof(SampleRack).Assembly.GetManifestResourceNames().Where(static name => name.StartsWith(Head, StringComparison.Ordinal)).ToList();
        foreach (var host in files.Where(static name => name.Count(static c => c == '/') == 2).GroupBy(static name => name.Split('/')[1], StringComparer.Ordinal).OrderBy(static group => group.Key, StringComparer.Ordinal))
        {
            var import = new ImportOperation { Files = [.. host.Order(StringComparer.Ordinal).Select(FileOf)], VMHost = host.Key };
            await backend.ExecuteAsync(new OperationRequest(import, actor), cancellationToken);
        }

        var rack = new ImportOperation { Files = [FileOf(Head + "rack.json"), FileOf(Head + "vms.json")] };
        await backend.ExecuteAsync(new OperationRequest(rack, actor), cancellationToken);
        return true;
    }

    private static ImportFile FileOf(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return new ImportFile(name[(name.LastIndexOf('/') + 1)..], reader.ReadToEnd());
    }
}
