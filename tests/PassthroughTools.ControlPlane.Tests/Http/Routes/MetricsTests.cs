using PassthroughTools.ControlPlane.Tests.Http.Support;
using Shouldly;
using Xunit;

namespace PassthroughTools.ControlPlane.Tests.Http.Routes;

/// <summary>Health, readiness and figures.</summary>
public sealed class MetricsTests : IAsyncLifetime
{
    private HttpLab lab = null!;

    public async Task InitializeAsync() => lab = await HttpLab.StartAsync();

    public async Task DisposeAsync() => await lab.DisposeAsync();

    [Fact]
    public async Task The_figures_are_prometheus_text_that_counts_what_was_asked()
    {
        for (int i = 0; i < 3; i++) await lab.GetAsync("/api/v1/hosts/HostSystem-host-1");
        await lab.GetAsync("/api/v1/hosts/none");
        await lab.GetAsync("/none/of\"this\n");
        await lab.SendAsync("BREW", "/api/v1/hosts", null, null);
        await lab.PostAsync("""{"operation":"ChangeVM","vmId":"VirtualMachine-vm-5","notes":"a"}""", ("Idempotency-Key", "a"));
        await lab.PostAsync("""{"operation":"ChangeVM","vmId":"VirtualMachine-vm-5","notes":"a"}""", ("Idempotency-Key", "a"));
        await lab.PostAsync("""{"operation":"ChangeVM","vmId":"VirtualMachine-vm-5","notes":"a"}""");
        await lab.PostAsync("""{"operation":"ChangeVM","vmId":"none"}""");
        var metrics = await ReadAsync();
        metrics["passthroughtools_http_requests_total{method=\"GET\",route=\"/api/v1/hosts/{id}\",status=\"200\"}"].ShouldBe(3);
        metrics["passthroughtools_http_requests_total{method=\"GET\",route=\"/api/v1/hosts/{id}\",status=\"404\"}"].ShouldBe(1);
        metrics["passthroughtools_http_requests_total{method=\"GET\",route=\"none\",status=\"404\"}"].ShouldBe(1);
        metrics["passthroughtools_http_requests_total{method=\"other\",route=\"none\",status=\"405\"}"].ShouldBe(1);
        foreach (var outcome in (string[])["committed", "repeated", "unchanged", "VMNotFound"])
            metrics[$"passthroughtools_operations_total{{operation=\"ChangeVM\",outcome=\"{outcome}\"}}"].ShouldBe(1, outcome);
        metrics["passthroughtools_revision"].ShouldBe(8);
        metrics["passthroughtools_storage_up"].ShouldBe(1);
        metrics["passthroughtools_event_streams"].ShouldBe(0);
        metrics["passthroughtools_http_request_duration_seconds_count"].ShouldBeGreaterThanOrEqualTo(10);
    }

    [Fact]
    public async Task Buckets_add_up_and_streams_are_counted_while_they_last()
    {
        using (await EventReader.OpenAsync(lab))
        using (await EventReader.OpenAsync(lab))
        {
            (await ReadAsync())["passthroughtools_event_streams"].ShouldBe(2);
        }

        for (int tries = 0; (await ReadAsync())["passthroughtools_event_streams"] > 0 && tries < 200; tries++)
            await Task.Delay(20);
        var metrics = await ReadAsync();
        metrics["passthroughtools_event_streams"].ShouldBe(0);
        var buckets =
            metrics.Where(static sample => sample.Key.StartsWith("passthroughtools_http_request_duration_seconds_bucket",
                StringComparison.Ordinal)).Select(static sample => sample.Value).ToList();
        buckets.ShouldBe(buckets.Order());
        buckets[^1].ShouldBe(metrics["passthroughtools_http_request_duration_seconds_count"]);
        metrics["passthroughtools_http_requests_total{method=\"GET\",route=\"/api/v1/events\",status=\"200\"}"].ShouldBe(2);
    }

    [Fact]
    public async Task Paths_and_methods_that_somebody_makes_up_do_not_fill_the_memory()
    {
        for (int i = 0; i < 200; i++)
            await lab.SendAsync(FormattableString.Invariant($"M{i}"), FormattableString.Invariant($"/made/up/{i}"), null, null);
        for (int i = 0; i < 200; i++) await lab.GetAsync(FormattableString.Invariant($"/api/v1/vms/{i}"));
        (await ReadAsync()).Count(static sample =>
            sample.Key.StartsWith("passthroughtools_http_requests_total", StringComparison.Ordinal)).ShouldBeLessThan(8);
    }

    [Fact]
    public async Task The_server_lives_while_the_storage_is_away_and_is_ready_when_it_is_back()
    {
        (await lab.SendAsync("GET", "/readyz", null, null)).Body.ShouldBe("""{"status":"ok"}""");
        lab.Storage.Fault.Set(StorageFault.Away);
        (await lab.SendAsync("GET", "/healthz", null, null)).Body.ShouldBe("""{"status":"ok"}""");
        var away = await lab.SendAsync("GET", "/readyz", null, null);
        away.Status.ShouldBe(503);
        away["Retry-After"].ShouldBe("1");
        lab.Storage.Fault.Set(null);
        (await lab.SendAsync("GET", "/readyz", null, null)).Status.ShouldBe(200);
    }

    private async Task<PrometheusText> ReadAsync()
    {
        var answer = await lab.GetAsync("/metrics");
        answer["Content-Type"].ShouldBe("text/plain; version=0.0.4; charset=utf-8");
        return PrometheusText.Parse(answer.Body);
    }
}
