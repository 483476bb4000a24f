using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using PassthroughTools.Planning.Execution;

namespace PassthroughTools.Commands;

/// <summary>The steps of a plan that run side by side, and how far all of them are. Used on the pipeline's thread only.</summary>
/// <param name="run">The plan's run.</param>
/// <param name="bar">Shows how far it is.</param>
/// <param name="stop">Stops the steps.</param>
internal sealed class RunningSteps(PlanRun run, ProgressBar bar, CancellationToken stop)
{
    private readonly List<Step> running = [];
    private readonly Stopwatch watch = Stopwatch.StartNew();
    private readonly TimeSpan time = run.Left.Aggregate(TimeSpan.Zero, static (sum, task) => sum + task.Time);
    private TimeSpan endedTime;
    private int ended;

    /// <summary>Whether any runs.</summary>
    public bool Any => running.Count > 0;

    /// <summary>Whether a task must wait for another one to end: for its place, or for the stage before its own.</summary>
    public bool MustWaitFor(PlanTask task, int limit) => running.Count >= limit || running.Exists(one => one.Task.Stage != task.Stage);

    public void Start(PlanTask task)
    {
        var step = new Step(task);
        step.Work = Task.Run(() => run.RunAsync(task, step.Pass, stop), stop);
        running.Add(step);
    }

    /// <summary>Counts a task that is not carried out.</summary>
    public void Skip(PlanTask task) => Count(task);

    /// <summary>Waits until one of them has ended.</summary>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public (PlanTask Task, PlanEntry Entry) Next()
    {
        while (true)
        {
            if (running.Find(static step => step.Work.IsCompleted) is { } done)
            {
                running.Remove(done);
                Count(done.Task);
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

    private void Count(PlanTask task)
    {
        ended++;
        endedTime += task.Time;
    }

    private void Show()
    {
        var passed = running.Aggregate(endedTime, static (sum, step) => sum + step.Passed);
        bool isTimed = time > TimeSpan.Zero;
        double share = isTimed ? passed.Ticks / (double)time.Ticks : ended / (double)run.Left.Count;
        var items = string.Join("; ", running.Select(static step => $"{step.Task.Target}: {step.Task.Action}"));
        bar.Show(
            FormattableString.Invariant($"{ended + 1} of {run.Left.Count}: {items}"),
            (int)Math.Min(99, 100 * share),
            share > 0 ? TimeSpan.FromTicks((long)(watch.Elapsed.Ticks * (1 - share) / share)) : isTimed ? time : null);
    }

    private sealed class Step(PlanTask task)
    {
        private long passed;

        public PlanTask Task { get; } = task;

        public Task<PlanEntry> Work { get; set; } = null!;

        public TimeSpan Passed => new(Interlocked.Read(ref passed));

        public void Pass(TimeSpan now) => Interlocked.Exchange(ref passed, now.Ticks);
    }
}
