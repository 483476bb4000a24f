// With the argument "postgres" the stores' inventories are served from databases of a PostgreSQL server that it starts.
// Reads commands a line each, of words with tabs between them, and answers each with a line, until its input ends:
//   start    a store's path; user; path in the address, or nothing; https, or nothing
//            ->  address, token, and with https the certificate's thumbprints in SHA-1 and SHA-256
//   token    address; user; role; expired, or nothing    ->  a token for the user
//   revoke   address; user       ->  revoked: all tokens of the user
//   down     address             ->  down: the server is stopped, its port and store are kept
//   up       address             ->  up: it runs again
//   lose     address; count      ->  lossy: the answers to so many operations are lost on their way
//   hang     address; on or off  ->  hanging: it takes requests and does not answer
//   foreign  status; location, or nothing; body  ->  address of a server that answers this to everything
//   stop                         ->  stopped: all servers
using System.Globalization;
using PassthroughTools.TestHost;

// Servers that last for one test need not watch their settings' file.
Environment.SetEnvironmentVariable("DOTNET_hostBuilder__reloadConfigOnChange", "false");
await using var servers = new HostedServers(args is ["postgres"] ? new Databases() : null);
while (await Console.In.ReadLineAsync() is { } line)
{
    try
    {
        var words = line.Split('\t');
        await Console.Out.WriteLineAsync(words switch
        {
            ["start", var store, var user, var path, var protocol] =>
                await servers.StartAsync(store, user, path, protocol == "https"),
            ["token", var address, var user, var role, var state] =>
                await servers.AddTokenAsync(address, user, role, state == "expired"),
            ["revoke", var address, var user] => await servers.RevokeAsync(address, user),
            ["down", var address] => await servers.DownAsync(address),
            ["up", var address] => await servers.UpAsync(address),
            ["lose", var address, var count] => servers.Lose(address, int.Parse(count, CultureInfo.InvariantCulture)),
            ["hang", var address, var hangs] => servers.Hang(address, hangs == "on"),
            ["foreign", var status, var location, var body] =>
                await servers.StartForeignAsync(int.Parse(status, CultureInfo.InvariantCulture), location, body),
            ["stop"] => await servers.StopAsync(),
            _ => $"error\t'{line}' is no command.",
        });
    }
    catch (Exception e)
    {
        await Console.Out.WriteLineAsync($"error\t{e.Message.ReplaceLineEndings(" ")}");
    }
}
