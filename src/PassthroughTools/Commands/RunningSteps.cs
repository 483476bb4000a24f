using System.Diagnostics;
using PassthroughTools.Backends;
using PassthroughTools.Planning.Execution;

namespace PassthroughTools.Commands;

/// <summary>The steps of a plan that run side by side, and how far all of them are. Used on the pipeline's thread only.</summary>
/// <param name="run">The plan's run.</param>
/// <param name="bar">Shows how far it is.</param>
/// <param name="wait">Is told what the steps ask of the server.</param>
/// <param name="stop">Stops the steps.</param>
internal sealed class RunningSteps(PlanRun run, ProgressBar bar, ServerWait wait, CancellationToken stop)
{
    private readonly List<Step> running = [];
    private readonly Stopwatch watch = Stopwatch.StartNew();
    private int ended;

    /// <summary>Whether any runs.</summary>
    public bool Any => running.Count > 0;

    /// <summary>Whether a task must wait for another one to end: for its place, or for the stage before its own.</summary>
    public bool MustWaitFor(PlanTask task, int limit) => running.Count >= limit || running.Exists(one => one.Task.Stage != task.Stage);

    public void Start(PlanTask task)
    {
        var step = new Step(task);
        step.Work = wait.Begin(() => Task.Run(() => run.RunAsync(task, step.Follow, stop), stop));
        running.Add(step);
    }

    /// <summary>Counts a task that is not carried out.</summary>
    public void Skip() => ended++;

    /// <summary>Waits until one of them has ended.</summary>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public (PlanTask Task, PlanEntry Entry) Next()
    {
        while (true)
        {
            if (running.Find(static step => step.Work.IsCompleted) is { } done)
            {
                running.Remove(done);
                ended++;
                return (done.Task, done.Work.GetAwaiter().GetResult());
            }

            Show();
            ProgressBar.Ended(Task.WhenAny(running.Select(static step => step.Work)));
        }
    }

    /// <summary>Waits for all of them to end, however they end.</summary>
    public void WaitAll(TimeSpan patience)
    {
        try
        {
            Task.WaitAll([.. running.Select(static step => (Task)step.Work)], patience);
        }
        catch (AggregateException)
        {
            // The journal has what became of them; what stopped the others is being told.
        }
    }

    private void Show()
    {
        double share = (ended + running.Sum(static step => step.Share)) / run.Left.Count;
        var items = string.Join("; ", running.Select(static step => $"{step.Task.Target}: {step.Task.Action}"));
        bar.Show(
            wait.Again ?? FormattableString.Invariant($"{ended + 1} of {run.Left.Count}: {items}"),
            (int)Math.Min(99, 100 * share),
            share > 0 ? TimeSpan.FromTicks((long)(watch.Elapsed.Ticks * (1 - share) / share)) : null);
    }

    private sealed class Step(PlanTask task)
    {
        private volatile IRunningOperation? current;
        private volatile int begun;

        public PlanTask Task { get; } = task;

        public Task<PlanEntry> Work { get; set; } = null!;

        /// <summary>How much of it is done, from 0 to 1.</summary>
        public double Share => current is { } operation ? Math.Min(1, (begun - 1 + (operation.Progress.Percent / 100.0)) / Task.Operations) : 0;

        public void Follow(IRunningOperation operation)
        {
            begun++;
            current = operation;
        }
    }
}
