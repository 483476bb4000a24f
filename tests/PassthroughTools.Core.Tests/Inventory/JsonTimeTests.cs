using PassthroughTools.State.Json;
using Shouldly;
using Xunit;

namespace PassthroughTools.Core.Tests.Inventory;

/// <summary>Times in requests and files: ISO 8601 with Z or an offset, with any number of decimals.</summary>
public sealed class JsonTimeTests
{
    [Theory]
    [InlineData("2026-11-28T12:00:00Z", 0)]
    [InlineData("2026-11-28t12:00:00z", 0)]
    [InlineData("2026-11-28T12:00:00.5Z", 5_000_000)]
    [InlineData("2026-11-28T12:00:00,25Z", 2_500_000)]
    [InlineData("2026-11-28T12:00:00.1234567Z", 1_234_567)]
    [InlineData("2026-11-28T12:00:00.123456789123Z", 1_234_567)]
    [InlineData("2026-11-28T14:00:00+02:00", 0)]
    [InlineData("2026-11-28T01:30:00.0001-10:30", 1_000)]
    [InlineData("2026-11-28T12:00:00-00:00", 0)]
    [InlineData("2026-11-28T12:00Z", 0)]
    [InlineData("2026-11-28T08:30:00-0330", 0)]
    [InlineData("2026-11-28T08:30-0330", 0)]
    [InlineData("2026-11-28T17:00:00+05", 0)]
    [InlineData("20261128T120000Z", 0)]
    [InlineData("20261128T1200Z", 0)]
    [InlineData("20261128T140000.5+0200", 5_000_000)]
    public void A_time_with_an_offset_is_read(string text, long ticks)
    {
        JsonTime.TryParse(text, out var time).ShouldBeTrue();
        time.ShouldBe(new DateTime(2026, 11, 28, 12, 0, 0, DateTimeKind.Utc).AddTicks(ticks));
        time.Kind.ShouldBe(DateTimeKind.Utc);
        JsonTime.TryParse(JsonTime.Format(time), out var again).ShouldBeTrue();
        again.ShouldBe(time);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("2026-11-28")]
    [InlineData("2026-11-28T12:00:00")]
    [InlineData("2026-11-28T12:00:00.Z")]
    [InlineData("2026-11-28 12:00:00Z")]
    [InlineData("2026-02-30T12:00:00Z")]
    [InlineData("2026-11-28T24:00:00Z")]
    [InlineData("2026-11-28T12Z")]
    [InlineData("2026-11-28T12:00.5Z")]
    [InlineData("2026-11-28T120000Z")]
    [InlineData("20261128T12:00:00Z")]
    [InlineData("2026-11-28T12:60Z")]
    [InlineData("2026-11-28T12:00+0360")]
    [InlineData("2026-11-28T12:00:60Z")]
    [InlineData("2026-11-28T12:00:00+15:00")]
    [InlineData("0001-01-01T00:00:00+14:00")]
    [InlineData("28.11.2026 12:00")]
    [InlineData("2026-11-28T12:00:00Z\n")]
    public void What_is_no_time_or_tells_no_offset_is_not(string? text) => JsonTime.TryParse(text, out _).ShouldBeFalse();
}
