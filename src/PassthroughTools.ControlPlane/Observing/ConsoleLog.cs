using Microsoft.Extensions.Logging.Console;

namespace PassthroughTools.ControlPlane.Observing;

/// <summary>The log on the standard output.</summary>
internal static class ConsoleLog
{
    /// <summary>
    /// Logs there. Where nobody reads, as in a terminal that was paused, lines are dropped and counted, and requests go on being
    /// answered.
    /// </summary>
    public static ILoggingBuilder ToConsole(this ILoggingBuilder logging) =>
        logging.AddConsole(static console => console.QueueFullMode = ConsoleLoggerQueueFullMode.DropWrite);
}
