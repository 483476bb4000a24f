using System.Collections.Concurrent;
using Npgsql;

namespace PassthroughTools.ControlPlane.Storage.Postgres;

/// <summary>Hears on one connection what other replicas say, and connects again when it is lost.</summary>
/// <param name="source">Makes the connection.</param>
/// <param name="watch">Asks on another connection whether the database answers, for what a lost or silent one does not
/// tell.</param>
/// <param name="stopping">Ends it.</param>
internal sealed class NotificationListener(NpgsqlDataSource source, Func<Task> watch, CancellationToken stopping)
{
    private static readonly TimeSpan Quiet = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan MinPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan MaxPause = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, Action<string?>> listeners = new(StringComparer.Ordinal);

    /// <summary>Names who hears a channel: the payload, or null where something may have been missed. It must not wait.</summary>
    public void On(string channel, Action<string?> heard) => listeners[channel] = heard;

    /// <summary>Listens until it is stopped.</summary>
    public async Task RunAsync()
    {
        var pause = MinPause;
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await ListenAsync(() => pause = MinPause);
            }
            catch (Exception e) when (stopping.IsCancellationRequested || e is ObjectDisposedException)
            {
                return;
            }
#pragma warning disable CA1031 // whatever it is, a replica that hears nothing would be late for good
            catch (Exception)
#pragma warning restore CA1031
            {
                await watch();
            }

            await Task.Delay(pause, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            pause = TimeSpan.FromTicks(Math.Min(pause.Ticks * 2, MaxPause.Ticks));
        }
    }

    private async Task ListenAsync(Action connected)
    {
        await using var connection = await source.OpenConnectionAsync(stopping);
        connection.Notification += (_, notification) =>
        {
            if (listeners.TryGetValue(notification.Channel, out var heard)) heard(notification.Payload);
        };
        await ExecuteAsync(connection, $"listen {Channels.Journal}; listen {Channels.Tokens}");
        connected();
        foreach (var heard in listeners.Values) heard(null);
        while (true)
        {
            if (await connection.WaitAsync(Quiet, stopping)) continue;

            // A connection that the network has forgotten is as quiet as one with nothing to say.
            await watch();
            await ExecuteAsync(connection, "select 1");
        }
    }

    private async Task ExecuteAsync(NpgsqlConnection connection, string text)
    {
        await using var command = new NpgsqlCommand(text, connection);
        await command.ExecuteNonQueryAsync(stopping);
    }
}
