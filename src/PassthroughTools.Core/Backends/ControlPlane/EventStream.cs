using Newtonsoft.Json;
using PassthroughTools.Errors;
using PassthroughTools.State.Json;

namespace PassthroughTools.Backends.ControlPlane;

/// <summary>Follows a control plane's server-sent events, and goes on after a lost connection where it was.</summary>
internal sealed class EventStream(ControlPlaneHttp http, ControlPlaneOptions options)
{
    // The server says every 15 s that it is still there.
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(45), Pause = TimeSpan.FromMilliseconds(500);

    public async Task FollowAsync(long after, Action<InventoryEvent> next, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                long last = after;
                after = await ReadAsync(last, next, cancellationToken).ConfigureAwait(false);
                if (after == last) await Task.Delay(Pause, cancellationToken).ConfigureAwait(false);
            }
            catch (ServerProblem problem)
            {
                throw problem.ToRefusal(options);
            }
            catch (Exception e) when (e is FormatException or JsonException)
            {
                throw new PassthroughException(ErrorId.InputMalformed,
                    $"The events of '{options.Name}' cannot be understood: {e.Message.TrimEnd('.')}. Connect again.",
                    options.Name, e);
            }
        }
    }

    /// <summary>Reads until the connection is lost; gives the last sequence number that was handed over.</summary>
    private async Task<long> ReadAsync(long after, Action<InventoryEvent> next, CancellationToken cancellationToken)
    {
        using var response = await http.OpenAsync(FormattableString.Invariant($"api/v1/events?after={after}"), cancellationToken)
            .ConfigureAwait(false);
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var body = await response.Content.ReadAsStreamAsync().ConfigureAwait(false);
        using var frames = new EventFrames(body);
        try
        {
            while (true)
            {
                silence.CancelAfter(Silence);
                if (await frames.NextAsync(silence.Token).ConfigureAwait(false) is not { } frame) break;
                if (frame.Kind == "reset") throw Reset(after);
                if (frame.Kind != "change") continue;
                var committed = Event(frame.Data);
                after = committed.Sequence;
                next(committed);
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or OperationCanceledException
            or System.Net.Http.HttpRequestException)
        {
            cancellationToken.ThrowIfCancellationRequested();
        }

        return after;
    }

    private PassthroughException Reset(long after) => new(
        ErrorId.ConcurrentChange,
        FormattableString.Invariant(
            $"'{options.Name}' cannot go on after event {after}: it has another history, or does not keep events for so long. ")
        + FormattableString.Invariant(
            $"Follow what comes from now on: Get-PassthroughEvent -Follow -After (Get-PassthroughEvent)[-1].Sequence"),
        options.Name);

    private static InventoryEvent Event(string text)
    {
        using var json = new JsonTextReader(new StringReader(text));
        var reader = new RecordReader(json);
        reader.Next();
        return EventJson.Read(reader);
    }
}
