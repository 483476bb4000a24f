using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using PassthroughTools.Backends;
using PassthroughTools.Backends.VSphere;
using PassthroughTools.Capabilities;
using PassthroughTools.Core.Tests.Build;
using PassthroughTools.Errors;
using PassthroughTools.Inventory;
using PassthroughTools.Operations;
using PassthroughTools.State;
using PassthroughTools.State.Json;
using Shouldly;
using VMware.Vim;
using Xunit;
using Task = System.Threading.Tasks.Task;

namespace PassthroughTools.Core.Tests.VSphere;

/// <summary>
/// Many machines, many clients, and servers that go away, on the simulator, which answers in pages: nothing of this ran against a
/// real vCenter.
/// </summary>
public sealed class VSphereScaleTests : IDisposable
{
    private const int Page = 100;

    private static readonly string[] Buses = ["3b", "5e", "af", "d8"];

    private readonly string folder = Directory.CreateTempSubdirectory("passthroughtools-vsphere-").FullName;
    private readonly HttpClient control = new();

    [SkippableFact]
    public async Task Two_thousand_machines_are_read_in_pages_and_later_only_what_has_changed()
    {
        using var simulator = await StartAsync(hosts: 100, machines: 2000);
        using var backend = await ConnectAsync(simulator);
        var (pages, whole) = await AskedAsync(simulator);
        (backend.Last.Hosts.Count, backend.Last.VMs.Count).ShouldBe((100, 2000));
        pages.ShouldBeInRange(2100 / Page, 3000 / Page);

        var vm = backend.Last.VMNamed("vm-0777");
        var running = await backend.BeginAsync(Asked(new ChangeVM { VMId = vm.Id, Notes = "changed" }), default);
        (await running.Ended).State.VM(vm.Id).Notes.ShouldBe("changed");
        var (_, one) = await AskedAsync(simulator);
        ((double)one).ShouldBeLessThan(0.02 * whole, "a change, its task, and the reading after it");

        var before = backend.Last;
        (await backend.ReadAsync(default)).ShouldBeSameAs(before);
        var (asked, nothing) = await AskedAsync(simulator);
        asked.ShouldBe(1);
        ((double)nothing).ShouldBeLessThan(0.001 * whole);
    }

    [SkippableFact]
    public async Task Properties_that_are_read_by_themselves_come_in_pages_too()
    {
        using var simulator = await StartAsync(hosts: 5, machines: 5, "-page", "2");
        using var connection = await VSphereConnection.OpenAsync(Options(simulator), null, default);
        using var backend = await ConnectAsync(simulator);
        var moRefs = backend.Last.Hosts.Values.Select(static host => MoRefs.Of(host)).ToList();
        await AskedAsync(simulator);
        var read = await connection.ReadAsync(moRefs, ["name"], default);
        read.Values.Select(static one => (string)one["name"])
            .ShouldBe(backend.Last.Hosts.Values.Select(static host => host.Name), ignoreOrder: true);
        var calls = await CallsAsync(simulator);
        (Count(calls, "RetrievePropertiesEx"), Count(calls, "ContinueRetrievePropertiesEx")).ShouldBe((1, 2));
    }

    [SkippableFact]
    public async Task Sixteen_clients_fight_over_four_devices_and_no_two_running_machines_have_one()
    {
        using var simulator = await StartAsync(hosts: 1, machines: 16);
        using var watcher = await ConnectAsync(simulator);
        using var ended = new CancellationTokenSource();
        var watching = WatchAsync(watcher, ended.Token);
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 16).Select(index => FightAsync(simulator, index)));
        await ended.CancelAsync();
        (await watching).ShouldBeGreaterThan(0);

        int started = outcomes.Sum(static one => one.Started);
        started.ShouldBeGreaterThan(0);
        outcomes.Sum(static one => one.Refused).ShouldBeGreaterThan(0);
        var end = await watcher.ReadAsync(default);
        end.VMs.Values.ShouldAllBe(static vm => vm.PowerState == VMPowerState.PoweredOff && vm.Devices.Count == 0);
    }

    [SkippableFact]
    public async Task A_reading_that_is_cancelled_between_pages_begins_anew_and_is_whole()
    {
        using var simulator = await StartAsync(hosts: 10, machines: 300, "-page", "20");
        using var stop = new CancellationTokenSource();
        int pages = 0, last = 3;
        using var watched = new Watched(method =>
        {
            if (method == "WaitForUpdatesEx" && ++pages == last) stop.Cancel();
        });
        await Should.ThrowAsync<OperationCanceledException>(() => ConnectAsync(simulator, watched, stop.Token));
        pages.ShouldBe(last, "the first reading was not at its end");

        using var again = new CancellationTokenSource();
        (pages, last) = (0, int.MaxValue);
        using var other = new Watched(method =>
        {
            if (method == "WaitForUpdatesEx" && ++pages == last) again.Cancel();
        });
        using var backend = await ConnectAsync(simulator, other, default);
        var whole = backend.Last;
        await control.PostAsJsonAsync(new Uri(simulator.Control, "control"), new { expire = true });
        (pages, last) = (0, 5);
        await Should.ThrowAsync<OperationCanceledException>(() => backend.ReadAsync(again.Token));
        last = int.MaxValue;
        var read = await backend.ReadAsync(default);
        read.VMs.Values.Select(static vm => vm.Name).ShouldBe(whole.VMs.Values.Select(static vm => vm.Name));
        var running = await backend.BeginAsync(Asked(new PowerOnVM { VMId = read.VMNamed("vm-0001").Id }), default);
        (await running.Ended).State.VMNamed("vm-0001").PowerState.ShouldBe(VMPowerState.PoweredOn);
    }

    [SkippableFact]
    public async Task A_host_goes_into_maintenance_mode_when_its_last_machine_is_off()
    {
        using var simulator = await StartAsync(hosts: 1, machines: 1);
        using var backend = await ConnectAsync(simulator);
        var (host, vm) = (backend.Last.Hosts.Values.Single(), backend.Last.VMs.Values.Single());
        await (await backend.BeginAsync(Asked(new PowerOnVM { VMId = vm.Id }), default)).Ended;
        IVimSource views = backend;
        var entering = views.CallAsync(MoRefs.Of(host), "EnterMaintenanceMode_Task", [0, null, null], default);
        while (!(await views.ReadTasksAsync(default)).Any(static task => task.State == TaskInfoState.running))
            entering.IsCompleted.ShouldBeFalse();
        (await backend.ReadAsync(default)).Host(host.Id).ConnectionState.ShouldBe(VMHostState.Connected);
        await (await backend.BeginAsync(Asked(new PowerOffVM { VMId = vm.Id }), default)).Ended;
        await entering;
        (await backend.ReadAsync(default)).Host(host.Id).ConnectionState.ShouldBe(VMHostState.Maintenance);
    }

    [SkippableFact]
    public async Task Virtual_functions_are_those_of_the_function_that_counts_them()
    {
        using var simulator = await StartAsync(InventoryBuilder.Lab.AddHost("esx01")
            .AddDevice("0000:5e:00.0", InventoryBuilder.Nic).AddDevice("0000:5e:00.1", InventoryBuilder.Nic)
            .AddDevice("0000:5e:02.0", "8086:154c", static one => one with { ParentAddress = PciAddress.Parse("0000:5e:00.0") }));
        using var backend = await ConnectAsync(simulator);
        var views = (IVimSource)backend;
        var told = (HostPciPassthruInfo[])(await views.ReadAsync(MoRefs.Of(backend.Last.Hosts.Values.Single()),
            "config.pciPassthruInfo", default))!;
        told.Select(static one => (one as HostSriovInfo)?.NumVirtualFunction).ShouldBe([1, null, null]);
    }

    [SkippableFact]
    public async Task A_server_that_is_gone_in_the_middle_of_a_task_leaves_it_in_doubt_and_is_named()
    {
        using var simulator = await StartAsync(hosts: 1, machines: 1, "-task-time", "1h");
        using var backend = await ConnectAsync(simulator);
        var running = await backend.BeginAsync(Asked(new PowerOnVM { VMId = backend.Last.VMNamed("vm-0000").Id }), default);
        simulator.Dispose();
        var lost = await Should.ThrowAsync<PassthroughException>(() => running.Ended);
        lost.Id.ShouldBe(ErrorId.ServerUnreachable);
        lost.Message.ShouldContain($"What became of task {running.Id}");
        (await Should.ThrowAsync<PassthroughException>(() => backend.ReadAsync(default))).Id.ShouldBe(ErrorId.ServerUnreachable);
    }

    public void Dispose()
    {
        control.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>
    /// A client attaches a device to its machine, starts and stops the machine, and detaches the device, again and again.
    /// </summary>
    private static async Task<(int Started, int Refused)> FightAsync(Simulator simulator, int index)
    {
        using var backend = await ConnectAsync(simulator);
        var random = new Random(index);
        string id = backend.Last.VMNamed(Name(index)).Id;
        int started = 0, refused = 0;
        for (int round = 0; round < 4; round++)
        {
            var device = backend.Last.Hosts.Values.Single().Devices[random.Next(4)];
            await TryAsync(new AttachFixedDevice { VMId = id, VMHostId = backend.Last.VM(id).HostId, Address = device.Address });
            if (await TryAsync(new PowerOnVM { VMId = id }))
            {
                started++;
                (await TryAsync(new PowerOffVM { VMId = id })).ShouldBeTrue();
            }

            foreach (var attached in (await backend.ReadAsync(default)).VM(id).Devices)
                (await TryAsync(new DetachDevice { VMId = id, Key = attached.Key })).ShouldBeTrue();
        }

        return (started, refused);

        async Task<bool> TryAsync(Operation operation)
        {
            await backend.ReadAsync(default);
            try
            {
                var running = await backend.BeginAsync(Asked(operation), default);
                await running.Ended;
                return true;
            }
            catch (PassthroughException e) when (e.Id is ErrorId.DeviceInUse or ErrorId.DeviceNotAvailable
                or ErrorId.RefusedByServer)
            {
                refused++;
                return false;
            }
        }
    }

    /// <summary>Looks, until it is told to stop, that no device is of two running machines; how often it has.</summary>
    private static async Task<int> WatchAsync(VSphereBackend backend, CancellationToken ended)
    {
        int times = 0;
        while (!ended.IsCancellationRequested)
        {
            var state = await backend.ReadAsync(default);
            var held =
                state.VMs.Values.Where(static vm => vm.PowerState == VMPowerState.PoweredOn).SelectMany(static vm => vm.Devices)
                .Select(static one => one.Device).OfType<DeviceRef>().ToList();
            held.Distinct().Count().ShouldBe(held.Count);
            backend.LeftOut.ShouldBeEmpty();
            times++;
        }

        return times;
    }

    private static OperationRequest Asked(Operation operation) => new(operation, "me");

    private static string Name(int index) => string.Create(CultureInfo.InvariantCulture, $"vm-{index:0000}");

    /// <summary>A simulator with hosts of four GPUs each in clusters of ten, and machines without any.</summary>
    private Task<Simulator> StartAsync(int hosts, int machines, params string[] arguments)
    {
        var state = InventoryBuilder.Lab;
        for (int i = 0; i < hosts; i++)
        {
            if (i % 10 == 0) state = state.AddCluster($"cluster-{i / 10}");
            state = state.AddHost(string.Create(CultureInfo.InvariantCulture, $"esx{i:000}"));
            foreach (string bus in Buses) state = state.AddDevice($"0000:{bus}:00.0", InventoryBuilder.T4);
        }

        var all = state.Hosts.Values.Select(static host => host.Id).ToList();
        for (int i = 0; i < machines; i++) state = state.AddVM(Name(i), vm => vm with { HostId = all[i % all.Count] });
        return StartAsync(state, arguments);
    }

    private async Task<Simulator> StartAsync(InventoryState state, params string[] arguments)
    {
        string path = Path.Combine(folder, "inventory.json");
        using (var text = new StreamWriter(path)) InventoryJson.Write(text, state);
        var simulator = new Simulator(["-inventory", path, .. arguments]);
        await simulator.InitializeAsync();
        return simulator;
    }

    private static VSphereOptions Options(Simulator simulator) => ScriptedVSphere.Options with
    {
        Address = simulator.Address, User = Simulator.User, Password = Simulator.Password,
        CertificateThumbprint = simulator.Thumbprint,
        ConnectTime = TimeSpan.FromMinutes(2), CallTime = TimeSpan.FromMinutes(2),
    };

    private static Task<VSphereBackend> ConnectAsync(
        Simulator simulator, HttpMessageHandler? handler = null, CancellationToken cancellationToken = default) =>
        VSphereBackend.ConnectAsync(Options(simulator), Catalog.BuiltIn, static _ => "", handler, cancellationToken);

    /// <summary>How many pages of the inventory were asked for since the last time, and the bytes of all answers.</summary>
    private async Task<(int Pages, long Bytes)> AskedAsync(Simulator simulator)
    {
        var calls = await CallsAsync(simulator);
        return (Count(calls, "WaitForUpdatesEx"), (long)calls["bytes"]!);
    }

    private async Task<JsonNode> CallsAsync(Simulator simulator) =>
        JsonNode.Parse(await control.GetStringAsync(new Uri(simulator.Control, "calls")))!;

    private static int Count(JsonNode calls, string method) => (int?)calls["calls"]![method] ?? 0;

    /// <summary>Tells each method before it is sent to the simulator, which has a certificate of its own.</summary>
    private sealed class Watched : DelegatingHandler
    {
        private readonly Action<string> tell;

#pragma warning disable MA0039 // the simulator has a certificate of its own
        public Watched(Action<string> tell)
            : base(new HttpClientHandler { UseCookies = false,
                ServerCertificateCustomValidationCallback = static (_, _, _, _) => true }) =>
            this.tell = tell;
#pragma warning restore MA0039

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request,
            CancellationToken cancellationToken)
        {
            string text = await request.Content!.ReadAsStringAsync(cancellationToken);
            int at = text.IndexOf("Body><", StringComparison.Ordinal) + "Body><".Length;
            tell(text[at..text.IndexOf(' ', at)]);
            return await base.SendAsync(request, cancellationToken);
        }
    }
}
