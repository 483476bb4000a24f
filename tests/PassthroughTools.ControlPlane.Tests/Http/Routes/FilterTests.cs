using System.Text.Json;
using PassthroughTools.Capabilities;
using PassthroughTools.ControlPlane.Tests.Http.Support;
using PassthroughTools.Errors;
using PassthroughTools.Inventory;
using PassthroughTools.State.Json;
using Shouldly;
using Xunit;

namespace PassthroughTools.ControlPlane.Tests.Http.Routes;

/// <summary>Each filter of each list, held against the whole list.</summary>
public sealed class FilterTests(HttpLabFixture fixture) : IClassFixture<HttpLabFixture>
{
    private readonly HttpLab lab = fixture.Lab;

    [Theory]
    [InlineData("clusters?name=gpu-*", "GPU-Cluster")]
    [InlineData("clusters?name=*", "GPU-Cluster,Accel-Cluster")]
    [InlineData("hosts?name=ESXI01*", "esxi01.domain.com")]
    [InlineData("hosts?name=esxi0?.domain.com&cluster=Accel-Cluster", "esxi03.domain.com,esxi04.domain.com")]
    [InlineData("hosts?cluster=none", "")]
    [InlineData("hosts?cluster=*&connectionState=connected&name=*6*", "esxi06.domain.com")]
    [InlineData("hosts?connectionState=maintenance", "")]
    [InlineData("vms?name=gpu-0?", "gpu-01,gpu-02")]
    [InlineData("vms?host=esxi01.domain.com&name=*-01", "gpu-01,legacy-01,web-01")]
    [InlineData("vms?template=true", "")]
    [InlineData("vms?name=web-01&template=false&powerState=poweredOff", "web-01")]
    [InlineData("vms?powerState=suspended", "")]
    [InlineData("vms?name=", "HighPerfVM,gpu-01,legacy-01,web-01,flex-01,flex-02,crypto-01,train-01,hpc-01,gpu-02")]
    public async Task A_filter_leaves_what_fits(string path, string names) =>
        (await ItemsAsync(path)).Select(static item => item.GetProperty("name").GetString())
            .ShouldBe(names.Split(',', StringSplitOptions.RemoveEmptyEntries));

    [Fact]
    public async Task Devices_are_filtered_by_host_mode_name_capability_and_holder()
    {
        var all = await ItemsAsync("devices?limit=1000");
        await ShouldBe("host=esxi02*", static item => Text(item, "hostName") == "esxi02.domain.com");
        await ShouldBe("name=*tesla*",
            static item => Text(item.GetProperty("device"), "name")?.Contains("Tesla", StringComparison.Ordinal) == true);
        await ShouldBe("name=*", static item => Text(item.GetProperty("device"), "name") is not null);
        await ShouldBe("capable=true", static item => item.GetProperty("device").GetProperty("passthroughCapable").GetBoolean());
        await ShouldBe("capable=false",
            static item => !item.GetProperty("device").GetProperty("passthroughCapable").GetBoolean());
        await ShouldBe("free=false", static item => Text(item, "vmId") is not null);
        await ShouldBe("free=true&mode=directPath",
            static item => Text(item, "vmId") is null && Text(item.GetProperty("device"), "mode") == "directPath");
        foreach (var mode in JsonName<DeviceMode>.All)
            await ShouldBe($"mode={mode}", item => (Text(item.GetProperty("device"), "mode") ?? "host") == mode);

        async Task ShouldBe(string filter, Func<JsonElement, bool> fits) =>
            (await ItemsAsync("devices?limit=1000&" + filter)).Select(static item => item.GetRawText())
                .ShouldBe(all.Where(fits).Select(static item => item.GetRawText()), filter);
    }

    [Fact]
    public async Task Capabilities_are_filtered_by_kind_name_host_and_support_and_one_feature_can_be_asked_for()
    {
        var all = await ItemsAsync("capabilities?limit=1000");
        all.ShouldAllBe(static item => item.GetProperty("features").GetArrayLength() == 19);
        await ShouldBe("kind=vm", static item => Text(item, "kind") == "vm");
        await ShouldBe("kind=device", static item => Text(item, "kind") == "device");
        await ShouldBe("name=gpu-*&host=esxi01*",
            static item => Text(item, "name")!.StartsWith("gpu-", StringComparison.Ordinal)
                && Text(item, "hostName") == "esxi01.domain.com");
        foreach (var support in JsonName<CapabilitySupport>.All)
            await ShouldBe($"support={support}",
                item => item.GetProperty("features").EnumerateArray().Any(one => Text(one, "support") == support));
        foreach (var feature in JsonName<PassthroughFeature>.All)
        {
            var rows = await ItemsAsync($"capabilities?limit=1000&feature={feature}&support=supported");
            rows.ShouldAllBe(
                row => row.GetProperty("features").EnumerateArray().Select(one => Text(one, "feature") + Text(one, "support"))
                    .Single() == feature + "supported");
            rows.Select(static row => Text(row, "id"))
                .ShouldBe(all.Where(item => Supports(item, feature)).Select(static item => Text(item, "id")), feature);
        }

        async Task ShouldBe(string filter, Func<JsonElement, bool> fits) =>
            (await ItemsAsync("capabilities?limit=1000&" + filter)).Select(static item => item.GetRawText())
                .ShouldBe(all.Where(fits).Select(static item => item.GetRawText()), filter);
    }

    [Theory]
    [InlineData("hosts?conectionState=connected",
        "There is no parameter 'conectionState' here. There are limit, after, name, cluster, connectionState.")]
    [InlineData("hosts?Name=a", "There is no parameter 'Name' here.")]
    [InlineData("hosts?name=a&name=b", "The parameter 'name' is given 2 times. Give it once.")]
    [InlineData("hosts?connectionState=Connected",
        "'connectionState' must be one of connected, disconnected, notResponding, maintenance, and is 'Connected'.")]
    [InlineData("hosts?connectionState=0", "'connectionState' must be one of")]
    [InlineData("vms?template=1", "'template' must be true or false, and is '1'.")]
    [InlineData("devices?free=True", "'free' must be true or false, and is 'True'.")]
    [InlineData("devices?mode=passthrough", "'mode' must be one of none, host,")]
    [InlineData("capabilities?kind=VM", "'kind' must be one of vm, device, and is 'VM'.")]
    [InlineData("capabilities?feature=VMotion", "'feature' must be one of vMotion,")]
    [InlineData("session?name=a", "There is no parameter 'name' here. There are none.")]
    [InlineData("state?after=1", "There are none.")]
    [InlineData("catalog?a", "There are none.")]
    [InlineData("tasks?limit=1", "There are none.")]
    [InlineData("hosts/HostSystem-host-1?full=true", "There are none.")]
    [InlineData("vms/VirtualMachine-vm-3?full=true", "There are none.")]
    [InlineData("devices/HostSystem-host-1/0000:41:00.0?full=true", "There are none.")]
    [InlineData("events?limit=1", "There is after.")]
    [InlineData("refusals?actor=anna", "There are limit, after, before.")]
    [InlineData("changes?since=1", "There are limit, after.")]
    public async Task A_parameter_that_is_unknown_or_wrong_is_refused_with_what_there_is(string path, string words)
    {
        var answer = await lab.GetAsync("/api/v1/" + path);
        answer.Status.ShouldBe(400);
        answer.ProblemId.ShouldBe(nameof(ErrorId.RequestMalformed));
        answer.Json.GetProperty("detail").GetString()!.ShouldContain(words, Case.Sensitive);
    }

    [Fact]
    public async Task A_value_may_have_512_characters_and_a_pattern_of_them_takes_no_time()
    {
        (await lab.GetAsync("/api/v1/vms?name=" + new string('a', 512))).Status.ShouldBe(200);
        (await lab.GetAsync("/api/v1/vms?name=" + new string('a', 513))).Status.ShouldBe(400);
        var slow = string.Concat(Enumerable.Repeat("*a", 256));
        (await lab.GetAsync("/api/v1/vms?name=" + slow).WaitAsync(TimeSpan.FromSeconds(10))).Status.ShouldBe(200);
        (await lab.GetAsync("/api/v1/vms?name=%5C*%5C%3F%3C%3E%22")).Json.GetProperty("items").GetArrayLength().ShouldBe(0);
    }

    private static bool Supports(JsonElement item, string feature) =>
        item.GetProperty("features").EnumerateArray()
            .Any(one => Text(one, "feature") == feature && Text(one, "support") == "supported");

    private async Task<IReadOnlyList<JsonElement>> ItemsAsync(string path)
    {
        var answer = await lab.GetAsync("/api/v1/" + path);
        answer.Status.ShouldBe(200, answer.ToString());
        return [.. answer.Json.GetProperty("items").EnumerateArray()];
    }

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) ? value.GetString() : null;
}
