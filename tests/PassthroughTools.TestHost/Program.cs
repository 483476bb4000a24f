// Reads commands a line each and answers each with a line, until its input ends:
//   start <tab> path of a store, or a connection string <tab> user   ->  address <tab> token
//   stop                                                             ->  stopped
using System;
using PassthroughTools.TestHost;

await using var servers = new HostedServers();
while (await Console.In.ReadLineAsync() is { } line)
{
    try
    {
        var words = line.Split('\t');
        await Console.Out.WriteLineAsync(words switch
        {
            ["start", var store, var user] => await servers.StartAsync(store, user),
            ["stop"] => await servers.StopAsync(),
            _ => $"error\t'{line}' is no command.",
        });
    }
    catch (Exception e)
    {
        await Console.Out.WriteLineAsync($"error\t{e.Message}");
    }
}
