using System.Diagnostics;
using System.Management.Automation;
using PassthroughTools.Backends;
using PassthroughTools.Planning.Execution;

namespace PassthroughTools.Commands;

/// <summary>The steps of a plan that run side by side, and how far all of them are. Used on the pipeline's thread only.</summary>
/// <param name="run">The plan's run.</param>
/// <param name="bar">Shows how far it is.</param>
/// <param name="cmdlet">Shows how far each step is.</param>
/// <param name="wait">Is told what the steps ask of the server.</param>
/// <param name="stop">Stops the steps.</param>
internal sealed class RunningSteps(PlanRun run, ProgressBar bar, Cmdlet cmdlet, ServerWait wait, CancellationToken stop)
{
    private readonly List<Step> running = [];
    private readonly Estimate estimate = new();
    private readonly Stopwatch watch = Stopwatch.StartNew();
    private int ended;

    /// <summary>Whether any runs.</summary>
    public bool Any => running.Count > 0;

    /// <summary>Whether a task must wait for another one to end: for its place, or for the stage before its own.</summary>
    public bool MustWaitFor(PlanTask task, int limit) =>
        running.Count >= limit || running.Exists(one => one.Task.Stage != task.Stage);

    public void Start(PlanTask task)
    {
        int number = Enumerable.Range(1, running.Count + 1).First(free => !running.Exists(one => one.Number == free));
        var step = new Step(task, number, new ProgressBar(cmdlet, task.Target, number));
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
                done.Bar.Dispose();
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

        foreach (var step in running) step.Bar.Dispose();
    }

    private void Show()
    {
        double share = (ended + running.Sum(static step => step.Share)) / run.Left.Count;
        var left = estimate.Left(watch.Elapsed, share);
        var words = FormattableString.Invariant(
            $"{ended} of {run.Left.Count} done, {running.Count} running{(estimate.IsOver ? ", longer than estimated" : "")}");
        bar.Show(wait.Again ?? words, (int)Math.Min(99, 100 * share), left);
        foreach (var step in running) step.Bar.Show(step.Task.Action, (int)Math.Min(99, 100 * step.Share), null);
    }

    private sealed class Step(PlanTask task, int number, ProgressBar bar)
    {
        private volatile IRunningOperation? current;
        private volatile int begun;

        public PlanTask Task { get; } = task;

        public int Number { get; } = number;

        public ProgressBar Bar { get; } = bar;

        public Task<PlanEntry> Work { get; set; } = null!;

        /// <summary>How much of it is done, from 0 to 1.</summary>
        public double Share =>
            current is { } operation ? Math.Min(1, (begun - 1 + (operation.Progress.Percent / 100.0)) / Task.Operations) : 0;

        public void Follow(IRunningOperation operation)
        {
            begun++;
            current = operation;
        }
    }
}
