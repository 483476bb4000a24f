using System.Management.Automation;
using PassthroughTools.Backends;

namespace PassthroughTools.Commands;

/// <summary>
/// A cmdlet's progress: which item, how much of it (-1 where that is not known), how long yet. It ends with the cmdlet's work,
/// however that ends.
/// </summary>
/// <param name="cmdlet">The cmdlet, on the thread of which this is used.</param>
/// <param name="activity">What is done.</param>
/// <param name="number">Which of the bars that are shown side by side beneath the cmdlet's own it is; 0 for the cmdlet's
/// own.</param>
internal sealed class ProgressBar(Cmdlet cmdlet, string activity, int number = 0) : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);
    private bool isShown;

    /// <summary>Shows where the work is.</summary>
    /// <param name="item">What is worked on.</param>
    /// <param name="percent">How much is done.</param>
    /// <param name="remaining">How long it takes yet, where that is known.</param>
    public void Show(string item, int percent, TimeSpan? remaining)
    {
        isShown = true;
        cmdlet.WriteProgress(new ProgressRecord(number, activity, item)
        {
            ParentActivityId = number == 0 ? -1 : 0,
            PercentComplete = percent,
            SecondsRemaining = remaining is { } left ? Math.Max(0, (int)Math.Ceiling(left.TotalSeconds)) : -1,
        });
    }

    /// <summary>Shows how far an operation is.</summary>
    public void Show(OperationProgress progress) => Show(progress.Target, progress.Percent, progress.Remaining);

    /// <summary>Whether work has ended, after waiting a moment for it; it does not throw where the work has failed.</summary>
    public static bool Ended(Task work) => Task.WaitAny([work], Interval) == 0;

    public void Dispose()
    {
        if (!isShown) return;
        try
        {
            cmdlet.WriteProgress(new ProgressRecord(number, activity,
                " ") { ParentActivityId = number == 0 ? -1 : 0, RecordType = ProgressRecordType.Completed });
        }
        catch (PipelineStoppedException)
        {
            // Stopped by Ctrl+C: the host takes the bar away itself.
        }
    }
}
