using System.Globalization;
using PassthroughTools.ControlPlane.Storage;
using PassthroughTools.ControlPlane.Storage.Backups;
using PassthroughTools.Errors;

namespace PassthroughTools.ControlPlane.Hosting;

/// <summary>The command line's "backup" and "restore", which work while servers run.</summary>
/// <param name="open">Opens the storage.</param>
/// <param name="output">Standard output.</param>
internal sealed class BackupCommand(Func<Task<ServerStorage>> open, TextWriter output)
{
    private const string Keep = "--keep", Force = "--force";

    /// <summary>Makes a backup.</summary>
    /// <param name="args">What follows "backup".</param>
    /// <param name="stem">What the names of backups in a folder begin with.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="PassthroughException">ValueInvalid: the arguments are wrong; or it cannot be made.</exception>
    public async Task BackupAsync(string[] args, string stem, CancellationToken cancellationToken)
    {
        var (path, keep) = args switch
        {
            [var target] => (target, (int?)null),
            [var target, Keep, var number] => (target, Number(number)),
            [Keep, var number, var target] => (target, Number(number)),
            _ => throw Wrong(
                "backup takes a folder or the path of a new file, and with a folder --keep and how many of the newest stay."),
        };
        if (path.StartsWith("--", StringComparison.Ordinal)) throw Wrong($"backup has no option '{path}'.");
        if (keep is not null && File.Exists(path)) throw Wrong($"--keep needs a folder, and '{path}' is none.");
        var storage = await open();
        await using var ending = storage;
        if (keep is not null) BackupFolder.Create(path);
        var (made, summary) =
            await BackupFolder.WriteAsync(path, stem, await BackupWriter.OfAsync(storage, cancellationToken), cancellationToken);
        await output.WriteLineAsync($"{made}: {summary}");
        if (keep is not { } most || BackupFolder.Prune(path, stem, most) is not (> 0 and var removed)) return;
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
            $"Removed {removed} older {(removed == 1 ? "backup" : "backups")}; the newest {most} stay."));
    }

    /// <summary>Restores a backup, after all of it was checked.</summary>
    /// <param name="args">What follows "restore".</param>
    /// <param name="cancellationToken">Gives up, until it is decided.</param>
    /// <exception cref="PassthroughException">ValueInvalid: the arguments are wrong; or it cannot be restored.</exception>
    public async Task RestoreAsync(string[] args, CancellationToken cancellationToken)
    {
        var path = args switch
        {
            [var file] => file,
            [var file, Force] => file,
            [Force, var file] => file,
            _ => throw Wrong("restore takes the path of a backup, and --force where it replaces an inventory."),
        };
        if (path.StartsWith("--", StringComparison.Ordinal)) throw Wrong($"restore has no option '{path}'.");
        var backup = BackupFile.Read(path, $"File '{path}'");
        var storage = await open();
        await using var ending = storage;
        var request = new RestoreRequest(backup, $"{Environment.UserName}@{Environment.MachineName}",
            args.Contains(Force, StringComparer.Ordinal));
        var committed = await storage.RestoreAsync(request, cancellationToken);
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
            $"{committed.Summary}. The inventory is at revision {committed.Sequence} now."));
        if (!request.Overwrite) return;
        await output.WriteLineAsync("What was changed after the backup is undone: a request of then that is sent again with its "
            + "Idempotency-Key is carried out anew.");
    }

    private static int? Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
        && number > 0
        ? number
        : throw Wrong($"--keep needs a whole number from 1 on, and is '{text}'.");

    private static PassthroughException Wrong(string what) => new(ErrorId.ValueInvalid, $"{what}\n{ServerArguments.Usage}");
}
