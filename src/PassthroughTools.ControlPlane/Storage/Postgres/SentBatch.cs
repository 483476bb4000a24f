using PassthroughTools.Backends;

namespace PassthroughTools.ControlPlane.Storage.Postgres;

/// <summary>A batch on its way into the journal.</summary>
/// <param name="Id">What its rows are known by.</param>
/// <param name="Base">What it was decided on.</param>
/// <param name="Decided">The decisions.</param>
internal sealed record SentBatch(Guid Id, JournalPosition Base, CommitBatch<JournalRow> Decided);
