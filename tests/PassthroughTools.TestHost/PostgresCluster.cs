using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace PassthroughTools.TestHost;

/// <summary>A PostgreSQL server of the tests' own, in a temporary folder and on a loopback port.</summary>
/// <param name="isDurable">Whether it keeps to its disk as one in earnest does; what is thrown away afterwards is quicker
/// without.</param>
public sealed class PostgresCluster(bool isDurable = true) : IAsyncDisposable
{
    /// <summary>The password of its one account, which must not be in any message.</summary>
    public const string Password = "Geheimnis;42\"x'";

    private const string Account = "passthrough";
    private static readonly string[] Programs = ["initdb", "pg_ctl", "postgres"];
    private readonly string folder = Path.Combine(Path.GetTempPath(), "ptt-postgres-" + Guid.NewGuid().ToString("N")[..12]);
    private readonly string? binaries = FindBinaries();

    public int Port { get; private set; }

    private string Data => Path.Combine(folder, "data");

    /// <summary>Whether this machine has PostgreSQL.</summary>
    public static bool IsInstalled => FindBinaries() is not null;

    /// <summary>The connection string of a database.</summary>
    public string ConnectionString(string name) =>
        new NpgsqlConnectionStringBuilder { Host = "127.0.0.1", Port = Port, Database = name, Username = Account,
            Password = Password }.ConnectionString;

    /// <summary>Makes the server's files and starts it.</summary>
    public async Task CreateAsync()
    {
        Directory.CreateDirectory(folder);
        var passwordFile = Path.Combine(folder, "password");
        await File.WriteAllTextAsync(passwordFile, Password);
        if (Environment.IsPrivilegedProcess && !OperatingSystem.IsWindows()) await RunAsync("chown", ["-R", OtherUser(), folder]);
        await RunAsOwnerAsync("initdb", "-D", Data, "-U", Account, "--pwfile", passwordFile, "--auth", "scram-sha-256",
            "--encoding", "UTF8", "--locale", "C", "--no-sync");
        Port = FreePort();
        await StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!Directory.Exists(folder)) return;
        if (File.Exists(Path.Combine(Data, "postmaster.pid"))) await StopAsync();
        Directory.Delete(folder, recursive: true);
    }

    public Task StartAsync() => RunAsOwnerAsync(
        "pg_ctl", "start", "-w", "-D", Data, "-l", Path.Combine(folder, "log"), "-o",
        $"-p {Port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync={(isDurable ? "on" : "off")}");

    /// <summary>Stops it as a loss of power does: what is not on the disk is lost.</summary>
    public Task StopAsync() => RunAsOwnerAsync("pg_ctl", "stop", "-w", "-m", "immediate", "-D", Data);

    private static string? FindBinaries()
    {
        IEnumerable<string> folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        if (Directory.Exists("/usr/lib/postgresql"))
            folders = folders.Concat(Directory.GetDirectories("/usr/lib/postgresql").OrderDescending(StringComparer.Ordinal)
                .Select(static version => Path.Combine(version, "bin")));
        var suffix = OperatingSystem.IsWindows() ? ".exe" : "";
        return folders.FirstOrDefault(
            folder => folder.Length > 0 && Programs.All(name => File.Exists(Path.Combine(folder, name + suffix))));
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>PostgreSQL refuses to run as root.</summary>
    private static string OtherUser() =>
        File.ReadLines("/etc/passwd").Any(static line => line.StartsWith("postgres:", StringComparison.Ordinal))
            ? "postgres"
            : "nobody";

    private Task RunAsOwnerAsync(string program, params string[] arguments)
    {
        var path = Path.Combine(binaries!, program);
        return Environment.IsPrivilegedProcess && !OperatingSystem.IsWindows()
            ? RunAsync("runuser", ["-u", OtherUser(), "--", path, .. arguments])
            : RunAsync(path, arguments);
    }

    private async Task RunAsync(string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardOutput = true,
            RedirectStandardError = true, WorkingDirectory = folder };
        using var process = Process.Start(start)!;
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var output = process.StandardOutput.ReadToEndAsync(patience.Token);
        var errors = process.StandardError.ReadToEndAsync(patience.Token);
        await process.WaitForExitAsync(patience.Token);
        if (process.ExitCode == 0) return;
        var log = Path.Combine(folder, "log");
        throw new InvalidOperationException(
            $"{program} {string.Join(' ', arguments)} failed: "
            + $"{await output} {await errors} {(File.Exists(log) ? await File.ReadAllTextAsync(log) : "")}");
    }
}
