using PassthroughTools.Inventory;

namespace PassthroughTools.Planning.Execution;

/// <summary>What became of a plan's steps, in memory: of a rehearsal, which ends with its session.</summary>
public class PlanJournal : IDisposable
{
    private readonly object gate = new();
    private readonly List<PlanEntry> entries;

    /// <summary>Begins a journal.</summary>
    public PlanJournal() => entries = [];

    /// <summary>Goes on with a journal.</summary>
    /// <param name="kept">Its entries so far, oldest first.</param>
    public PlanJournal(IEnumerable<PlanEntry> kept) => entries = [.. kept];

    /// <summary>The entries, oldest first.</summary>
    public IReadOnlyList<PlanEntry> Entries => Look(static all => all.ToArray());

    /// <summary>Adds an entry; when it returns, the entry is kept.</summary>
    /// <exception cref="Errors.PassthroughException">StoreWriteFailed: it could not be written.</exception>
    public void Add(PlanEntry entry)
    {
        lock (gate)
        {
            Keep(entry);
            entries.Add(entry);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>What became last of a step in a phase; null where it was not begun.</summary>
    internal PlanEntry? Last(PlanPhase phase, int step) =>
        Look(all => all.FindLast(entry => entry.Phase == phase && entry.Step == step));

    /// <summary>What became last of a host in a phase; null where it was not begun.</summary>
    internal PlanEntry? Last(PlanPhase phase, string hostId) =>
        Look(all => all.FindLast(entry => entry.Phase == phase && entry.VMHostId == hostId));

    /// <summary>Whether a step is to be done in a phase, or to be gone on with: to restore, what was begun to evacuate.</summary>
    internal bool IsLeft(PlanPhase phase, PlanStep step) =>
        IsMeant(phase, step) && Last(phase, step.Number)?.Event != PlanEvent.Done;

    /// <summary>
    /// Whether a host is to be taken out of service, or to be brought back: what was in maintenance mode before stays so.
    /// </summary>
    internal bool IsLeft(PlanPhase phase, PlannedHost host) =>
        IsMeant(phase, host) && Last(phase, host.Id)?.Event != PlanEvent.Done;

    /// <summary>Whether a step belongs to a phase.</summary>
    internal bool IsMeant(PlanPhase phase, PlanStep step) =>
        step.Action is not (PlanAction.None or PlanAction.Blocked)
            && (phase == PlanPhase.Evacuate || Attempts(PlanPhase.Evacuate, step.Number) > 0);

    /// <summary>Whether a host belongs to a phase.</summary>
    internal bool IsMeant(PlanPhase phase, PlannedHost host) => phase == PlanPhase.Evacuate
        || Look(all =>
            all.Exists(entry => entry is { Phase: PlanPhase.Evacuate, Event: PlanEvent.Started } && entry.VMHostId == host.Id));

    /// <summary>How often a step was begun in a phase.</summary>
    internal int Attempts(PlanPhase phase, int step) =>
        Look(all => all.Count(entry => entry.Phase == phase && entry.Step == step && entry.Event == PlanEvent.Started));

    /// <summary>The devices that a step's machine held when its evacuation was first begun.</summary>
    internal IReadOnlyList<PciAddress> HeldBefore(int step) =>
        Look(
            all =>
                all.Find(entry => entry is { Phase: PlanPhase.Evacuate, Event: PlanEvent.Started } && entry.Step == step))?.Held
                ?? [];

    /// <summary>
    /// Looks at the entries where they stand: each of a plan's steps asks for several, so that no copy is made of all.
    /// </summary>
    private T Look<T>(Func<List<PlanEntry>, T> at)
    {
        lock (gate) return at(entries);
    }

    /// <summary>Keeps an entry beyond the session.</summary>
    private protected virtual void Keep(PlanEntry entry)
    {
    }

    /// <summary>Frees what the journal holds.</summary>
    protected virtual void Dispose(bool disposing)
    {
    }
}
