using PassthroughTools.Backends;
using Shouldly;
using Xunit;

namespace PassthroughTools.Core.Tests.Backends;

/// <summary>What is told of the work of backends, to whoever asked for it.</summary>
public sealed class BackendTraceTests
{
    [Fact]
    public async Task It_goes_with_a_call_over_awaits_and_threads_and_nowhere_else()
    {
        var mine = new BackendTrace(takesLines: true, takesPayloads: false);
        var others = new BackendTrace(takesLines: true, takesPayloads: false);
        var begun = mine.Follow(static async () =>
        {
            await Task.Yield();
            return await Task.Run(() =>
            {
                BackendTrace.Current!.Say($"read in {1.5} ms");
                return true;
            });
        });
        BackendTrace.Current.ShouldBeNull();
        (await begun).ShouldBeTrue();
        mine.TryTake(out var line).ShouldBeTrue();
        line.ShouldBe((false, "read in 1.5 ms"));
        mine.TryTake(out _).ShouldBeFalse();
        others.TryTake(out _).ShouldBeFalse();
    }

    [Fact]
    public void A_long_payload_is_shown_in_part()
    {
        var trace = new BackendTrace(takesLines: true, takesPayloads: true);
        trace.Show("Answer", static () => new string('x', 5000));
        trace.TryTake(out var line).ShouldBeTrue();
        line.IsPayload.ShouldBeTrue();
        line.Text.ShouldStartWith("Answer: xxx");
        line.Text.ShouldEndWith("x... (5000 characters)");
        line.Text.Length.ShouldBeLessThan(4100);
    }

    [Fact]
    public void A_payload_that_nobody_wants_is_not_made()
    {
        var trace = new BackendTrace(takesLines: true, takesPayloads: false);
        trace.Show("Answer", static () => throw new InvalidOperationException());
        trace.TryTake(out _).ShouldBeFalse();
    }
}
