using PassthroughTools.Core.Tests.Backends.Support;
using PassthroughTools.Tests.Support;
using Shouldly;
using Xunit;
using Xunit.Abstractions;

namespace PassthroughTools.Core.Tests.Backends;

/// <summary>Sessions that read while another process commits and folds as fast as it can.</summary>
[Collection(ProcessCollection.Name)]
public sealed class ReaderTests(ITestOutputHelper output)
{
    [Fact]
    [Trait(LongRun.Trait, LongRun.Long)]
    public async Task Readers_see_every_change_in_order_and_no_damage_while_a_writer_folds()
    {
        using var folder = new StoreFolder().With(SampleInventory.Of(8, 6));
        using var session = folder.Open();
        var state = session.Read();
        int reads = 0;
        using (var writer = Worker.Start("churn", folder.Snapshot, "1", "1"))
        {
            (await writer.NextLine()).ShouldNotBeNull();

            // The pipe must not fill up.
            var draining = Task.Run(async () =>
            {
                while (await writer.NextLine() is not null)
                {
                }
            });
            for (; reads < LongRun.Times(sample: 50, whole: 5000) || folder.Archives().Length < 5; reads++)
            {
                var events = session.Events(state.Revision);
                state = state.Replaying(events);
                long revision = session.Read().Revision;
                revision.ShouldBeGreaterThanOrEqualTo(state.Revision);

                // A session that opens in the middle of a folding sees no less.
                folder.State().Revision.ShouldBeGreaterThanOrEqualTo(revision);
            }

            await writer.End();
            await draining;
        }

        state = state.Replaying(session.Events(state.Revision));
        session.Read().ShouldBeState(state);
        folder.State().ShouldBeState(state);
        output.WriteLine($"{reads} reads, {state.Revision} changes, {folder.Archives().Length} foldings");
    }
}
