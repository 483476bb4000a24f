namespace PassthroughTools.Sessions;

/// <summary>How long an operation takes in a rehearsal.</summary>
public sealed class SimulatedDuration
{
    internal SimulatedDuration(string operation, decimal seconds, VIServer server)
    {
        Operation = operation;
        Seconds = seconds;
        Server = server;
    }

    /// <summary>The operation's name, as in the event feed.</summary>
    public string Operation { get; }

    /// <summary>The duration in seconds; 0 for none.</summary>
    public decimal Seconds { get; }

    /// <summary>Where it holds.</summary>
    public VIServer Server { get; }
}
