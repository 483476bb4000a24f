using PassthroughTools.Errors;

namespace PassthroughTools.ControlPlane.Api;

/// <summary>How many long bodies the server holds and parses at once: what is sent together must not fill its memory.</summary>
internal sealed class BodyPlaces : IDisposable
{
    /// <summary>How many bodies of up to 1 MB there are at once.</summary>
    public const int MostLong = 16;

    /// <summary>How many longer ones are on their way or in a file at once.</summary>
    public const int MostSpooled = 4;

    private static readonly TimeSpan LongWait = TimeSpan.FromSeconds(1), SpooledWait = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim held = new(MostLong, MostLong);
    private readonly SemaphoreSlim spooled = new(MostSpooled, MostSpooled);

    // What a parser makes of a body is many times as large: of the longest there is one at a time.
    private readonly SemaphoreSlim parsing = new(2, 2);
    private readonly SemaphoreSlim parsingSpooled = new(1, 1);

    /// <summary>Takes a place for a body that is not short.</summary>
    /// <exception cref="PassthroughException">ServerBusy: there is none.</exception>
    public IDisposable TakeLong() => Take(held, LongWait);

    /// <summary>Takes a place for a body that is kept in a file.</summary>
    /// <exception cref="PassthroughException">ServerBusy: there is none.</exception>
    public IDisposable TakeSpooled() => Take(spooled, SpooledWait);

    /// <summary>Waits until a body may be parsed.</summary>
    /// <param name="isSpooled">Whether it is in a file.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<IDisposable> ParseAsync(bool isSpooled, CancellationToken cancellationToken)
    {
        var turn = isSpooled ? parsingSpooled : parsing;
        await turn.WaitAsync(cancellationToken);
        return isSpooled ? new SpooledTurn(turn) : new Place(turn);
    }

    public void Dispose()
    {
        held.Dispose();
        spooled.Dispose();
        parsing.Dispose();
        parsingSpooled.Dispose();
    }

    private static Place Take(SemaphoreSlim places, TimeSpan wait) => places.Wait(0) ? new Place(places)
        : throw new PassthroughException(ErrorId.ServerBusy,
            FormattableString.Invariant($"Other clients send long bodies now. Send this one again in {wait.TotalSeconds} s."));

    private class Place(SemaphoreSlim places) : IDisposable
    {
        private int isLeft;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref isLeft, 1) == 0) Leave();
        }

        protected virtual void Leave() => places.Release();
    }

    /// <summary>
    /// The next one begins with the memory that this one gave up; the collector would let it wait for gigabytes.
    /// </summary>
    private sealed class SpooledTurn(SemaphoreSlim turn) : Place(turn)
    {
        protected override void Leave() => _ = Task.Run(() =>
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            base.Leave();
        });
    }
}
