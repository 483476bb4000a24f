using System.Diagnostics;
using PassthroughTools.Backends;

namespace PassthroughTools.Commands;

/// <summary>
/// Waits for what is asked of servers, on the pipeline's thread: there -Verbose tells what was asked and how long it took, -Debug
/// the payloads, and a progress bar that a server does not answer, or how far an operation is.
/// </summary>
/// <param name="cmdlet">The cmdlet.</param>
internal sealed class ServerWait(PassthroughCmdlet cmdlet)
{
    // What is answered sooner needs no bar.
    private static readonly TimeSpan Unnoticed = TimeSpan.FromSeconds(2);

    private readonly BackendTrace trace = new(cmdlet.IsTelling, cmdlet.IsDebugging);

    /// <summary>Asks, and waits for the answer.</summary>
    /// <param name="ask">Asks.</param>
    /// <param name="progress">How far an operation is; null where none has begun.</param>
    public T For<T>(Func<Task<T>> ask, Func<OperationProgress?>? progress = null)
    {
        try
        {
            var work = Begin(ask);
            if (!work.IsCompleted) Watch(work, progress);
            return work.GetAwaiter().GetResult();
        }
        finally
        {
            Tell();
        }
    }

    /// <summary>Asks, of which <see cref="Tell()"/> tells later.</summary>
    public Task<T> Begin<T>(Func<Task<T>> ask) => trace.Follow(ask);

    /// <summary>Writes what was told since the last time.</summary>
    public void Tell() => Tell(trace);

    /// <summary>Writes what was told of what goes on by itself, such as a task.</summary>
    public void Tell(BackendTrace other)
    {
        while (other.TryTake(out var line))
        {
            if (line.IsPayload) cmdlet.WriteDebug(line.Text);
            else cmdlet.Say(line.Text);
        }
    }

    /// <summary>A server that is asked again, in words; null where none is.</summary>
    public string? Again => trace.Again is { } again
        ? FormattableString.Invariant($"Server '{again.Server}' does not answer; trying again until {again.Until:HH:mm:ss}")
        : null;

    private void Watch(Task work, Func<OperationProgress?>? progress)
    {
        var watch = Stopwatch.StartNew();
        using var bar = new ProgressBar(cmdlet, cmdlet.MyInvocation.MyCommand.Name);
        do
        {
            if (trace.Again is { } again) bar.Show(Again!, -1, again.Until - DateTime.Now);
            else if (progress?.Invoke() is { } now) bar.Show(now);
            else if (watch.Elapsed > Unnoticed) bar.Show("Waiting for the server", -1, null);
        }
        while (!ProgressBar.Ended(work));
    }
}
