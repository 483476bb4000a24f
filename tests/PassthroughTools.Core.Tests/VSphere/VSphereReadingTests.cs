using PassthroughTools.Backends;
using PassthroughTools.Backends.VSphere;
using PassthroughTools.Capabilities;
using PassthroughTools.Errors;
using PassthroughTools.Operations;
using PassthroughTools.State;
using Shouldly;
using Xunit;

namespace PassthroughTools.Core.Tests.VSphere;

/// <summary>
/// How an inventory is read in pages, kept up to date, and what of a server's answers is refused. The answers are written by
/// hand.
/// </summary>
public sealed class VSphereReadingTests
{
    private static readonly (string, string,
        string)[] Connected = [("runtime.connectionState", "HostSystemConnectionState", "connected")];

    [Fact]
    public async Task Pages_are_read_to_the_last_and_later_only_what_changed()
    {
        using var server = new ScriptedVSphere();
        server.On("WaitForUpdatesEx", request =>
            request.Contains("<version></version>", StringComparison.Ordinal)
                || request.Contains("<version />", StringComparison.Ordinal)
                ? ScriptedVSphere.Updates("1", isTruncated: true, Host("host-1", "esx01"), Host("host-2", "esx02"))
            : request.Contains("<version>1</version>", StringComparison.Ordinal)
                ? ScriptedVSphere.Updates("2", isTruncated: false, Host("host-3", "esx03"))
            : request.Contains("<version>2</version>", StringComparison.Ordinal)
                ? ScriptedVSphere.Updates("3", isTruncated: false, Host("host-2", "renamed", "modify"),
                    "<objectSet><kind>leave</kind><obj type=\"HostSystem\">host-1</obj></objectSet>")
            : ScriptedVSphere.Response("WaitForUpdatesEx", null));
        using var backend = await server.ConnectAsync();
        Names(backend.Last).ShouldBe(["esx01", "esx02", "esx03"]);

        var changed = await backend.ReadAsync(default);
        Names(changed).ShouldBe(["esx03", "renamed"]);
        changed.Revision.ShouldBeGreaterThan(1);

        (await backend.ReadAsync(default)).ShouldBeSameAs(changed);
        server.Calls.Count(static call => call == "WaitForUpdatesEx").ShouldBe(4);
    }

    [Fact]
    public async Task All_devices_take_six_calls_after_login_and_one_more_for_each_further_page()
    {
        using var server = new ScriptedVSphere();
        server.On("WaitForUpdatesEx", request => request.Contains("<version>1</version>", StringComparison.Ordinal)
            ? ScriptedVSphere.Updates("2", isTruncated: false, Host("host-2", "esx02"))
            : ScriptedVSphere.Updates("1", isTruncated: true, Host("host-1", "esx01")));
        using var backend = await server.ConnectAsync();
        int login = server.Calls.ToList().IndexOf("Login");
        (server.Calls.Count - 1 - login).ShouldBeLessThanOrEqualTo(6 + 1);
    }

    [Fact]
    public async Task A_property_that_the_server_refuses_is_left_out_and_all_others_are_read()
    {
        using var server = new ScriptedVSphere();
        server.On("CreateFilter", request => request.Contains("<pathSet>hardware.dvxClasses</pathSet>", StringComparison.Ordinal)
            ? ScriptedVSphere.Fault("InvalidProperty", "", "<name>hardware.dvxClasses</name>")
            : ScriptedVSphere.Response("CreateFilter", "<returnval type=\"PropertyFilter\">filter-1</returnval>"));
        server.On("WaitForUpdatesEx", static _ => ScriptedVSphere.Updates("1", isTruncated: false, Host("host-1", "esx01")));
        using var backend = await server.ConnectAsync();
        Names(backend.Last).ShouldBe(["esx01"]);
        server.Calls.Count(static call => call == "CreateFilter").ShouldBe(2);
    }

    [Fact]
    public async Task A_property_that_is_always_refused_ends_it()
    {
        using var server = new ScriptedVSphere();
        server.On("CreateFilter", static _ => ScriptedVSphere.Fault("InvalidProperty", "no", "<name>hardware.dvxClasses</name>"));
        (await Should.ThrowAsync<PassthroughException>(() => server.ConnectAsync())).Id.ShouldBe(ErrorId.RefusedByServer);
    }

    [Theory]
    [InlineData("ManagedObjectNotFound")]
    [InlineData("InvalidCollectorVersion")]
    public async Task What_a_restarted_server_has_forgotten_is_read_anew(string fault)
    {
        using var server = new ScriptedVSphere();
        server.On("WaitForUpdatesEx", static _ => ScriptedVSphere.Updates("1", isTruncated: false, Host("host-1", "esx01")));
        using var backend = await server.ConnectAsync();
        int asked = 0;
        server.On("WaitForUpdatesEx", _ => asked++ == 0
            ? ScriptedVSphere.Fault(fault, "gone", "<obj type=\"PropertyCollector\">pc-1</obj>")
            : ScriptedVSphere.Updates("1", isTruncated: false, Host("host-1", "esx01"), Host("host-9", "new")));
        var read = await backend.ReadAsync(default);
        Names(read).ShouldBe(["esx01", "new"]);
        read.Revision.ShouldBeGreaterThan(backend.Last.Revision - 1);
    }

    [Fact]
    public async Task A_page_that_goes_on_without_end_is_refused()
    {
        using var server = new ScriptedVSphere();
        server.On("WaitForUpdatesEx", static _ => ScriptedVSphere.Updates("1", isTruncated: true));
        (await Should.ThrowAsync<PassthroughException>(() => server.ConnectAsync())).Id.ShouldBe(ErrorId.InputMalformed);
    }

    [Fact]
    public async Task A_reading_that_broke_in_the_middle_begins_anew()
    {
        using var server = new ScriptedVSphere();
        bool isBroken = false;
        server.On("WaitForUpdatesEx", request => request.Contains("<version>1</version>", StringComparison.Ordinal)
            ? isBroken ? null : ScriptedVSphere.Updates("2", isTruncated: false, Host("host-2", "esx02"))
            : ScriptedVSphere.Updates("1", isTruncated: true, Host("host-1", "esx01")));
        using var backend = await server.ConnectAsync();
        isBroken = true;
        server.On("CreateFilter",
            static _ => ScriptedVSphere.Response("CreateFilter", "<returnval type=\"PropertyFilter\">filter-2</returnval>"));
        server.On("WaitForUpdatesEx", static _ => null);
        (await Should.ThrowAsync<PassthroughException>(() => backend.ReadAsync(default))).Id.ShouldBe(ErrorId.ServerUnreachable);
        Names(backend.Last).ShouldBe(["esx01", "esx02"]);
        server.On("WaitForUpdatesEx", static _ => ScriptedVSphere.Updates("1", isTruncated: false, Host("host-7", "esx07")));
        Names(await backend.ReadAsync(default)).ShouldBe(["esx07"]);
    }

    [Fact]
    public async Task A_reading_that_is_cancelled_ends_at_once_and_the_next_is_whole()
    {
        using var server = new ScriptedVSphere();
        server.On("WaitForUpdatesEx", static _ => ScriptedVSphere.Updates("1", isTruncated: false, Host("host-1", "esx01")));
        using var backend = await server.ConnectAsync();
        using var go = new ManualResetEventSlim();
        using var asked = new SemaphoreSlim(0);
        server.On("WaitForUpdatesEx", _ =>
        {
            asked.Release();
            go.Wait(TimeSpan.FromSeconds(10));
            return ScriptedVSphere.Updates("1", isTruncated: false, Host("host-2", "esx02"));
        });
        using var stop = new CancellationTokenSource();
        var reading = backend.ReadAsync(stop.Token);
        await asked.WaitAsync();
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => reading);
        go.Set();
        Names(await backend.ReadAsync(default)).ShouldBe(["esx02"]);
    }

    /// <summary>Whatever of an answer is broken: an inventory, or a typed error.</summary>
    [Fact]
    public async Task Ten_thousand_broken_inventories_are_read_or_refused()
    {
        using var server = new ScriptedVSphere();
        string whole = ScriptedVSphere.Updates("1", isTruncated: false, Host("host-1", "esx01"), Machine("vm-1", "gpu-01"),
            Machine("vm-2", "web-01"));
        string text = whole;
        server.On("WaitForUpdatesEx", _ => text);
        using var backend = await server.ConnectAsync();
        backend.Last.VMs.Count.ShouldBe(2);
        var random = new Random(7);
        var outcomes = new SortedDictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < 10_000; i++)
        {
            text = BrokenText.Of(whole, random);
            string outcome;
            try
            {
                await backend.ReadAsync(default);
                outcome = "read";
            }
            catch (PassthroughException e)
            {
                outcome = $"{e.Id}";
            }

            outcomes[outcome] = outcomes.GetValueOrDefault(outcome) + 1;
        }

        outcomes.Keys.Except(["read", "InputMalformed", "RefusedByServer"], StringComparer.Ordinal).ShouldBeEmpty();
        outcomes["read"].ShouldBeGreaterThan(1000);
        outcomes["InputMalformed"].ShouldBeGreaterThan(1000);
        text = whole;
        (await backend.ReadAsync(default)).VMs.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_server_that_is_away_in_the_middle_of_a_task_is_asked_again_and_then_told_of()
    {
        using var server = new ScriptedVSphere();
        server.On("WaitForUpdatesEx",
            static _ => ScriptedVSphere.Updates("1", isTruncated: false, Host("host-1", "esx01"), Machine("vm-1", "gpu-01")));
        server.On("PowerOnVM_Task",
            static _ => ScriptedVSphere.Response("PowerOnVM_Task", "<returnval type=\"Task\">task-5</returnval>"));
        server.On("RetrievePropertiesEx", static _ => null);
        using var backend = await server.ConnectAsync();
        var running = await backend.BeginAsync(
            new OperationRequest(new PowerOnVM { VMId = "VirtualMachine-vm-1" }, "me"), default);
        running.Id.ShouldBe("Task-task-5");
        var lost = await Should.ThrowAsync<PassthroughException>(() => running.Ended);
        lost.Id.ShouldBe(ErrorId.ServerUnreachable);
        lost.Message.ShouldContain("Task-task-5");
        lost.Message.ShouldContain("is not known");
        server.Calls.Count(static call => call == "PowerOnVM_Task").ShouldBe(1);
        server.Calls.Count(static call => call == "RetrievePropertiesEx").ShouldBeGreaterThan(1);
    }

    [Fact]
    public async Task A_task_that_a_server_has_forgotten_is_said_to_be_in_doubt()
    {
        using var server = new ScriptedVSphere();
        server.On("WaitForUpdatesEx",
            static _ => ScriptedVSphere.Updates("1", isTruncated: false, Host("host-1", "esx01"), Machine("vm-1", "gpu-01")));
        server.On("PowerOnVM_Task",
            static _ => ScriptedVSphere.Response("PowerOnVM_Task", "<returnval type=\"Task\">task-5</returnval>"));
        server.On("RetrievePropertiesEx", static _ => ScriptedVSphere.Response("RetrievePropertiesEx", null));
        using var backend = await server.ConnectAsync();
        var running = await backend.BeginAsync(
            new OperationRequest(new PowerOnVM { VMId = "VirtualMachine-vm-1" }, "me"), default);
        (await Should.ThrowAsync<PassthroughException>(() => running.Ended)).Message.ShouldBe(
            "What became of task Task-task-5 of 'vc' (power on VM 'gpu-01') is not known: it does not know the task any more. "
            + "Look before you ask again: Get-Task -Id Task-task-5");
    }

    [Fact]
    public async Task A_change_that_got_no_answer_is_not_asked_again_and_said_to_be_in_doubt()
    {
        using var server = new ScriptedVSphere();
        server.On("WaitForUpdatesEx",
            static _ => ScriptedVSphere.Updates("1", isTruncated: false, Host("host-1", "esx01"), Machine("vm-1", "gpu-01")));
        server.On("PowerOnVM_Task", static _ => null);
        using var backend = await server.ConnectAsync();
        var refusal = await Should.ThrowAsync<PassthroughException>(
            () => backend.BeginAsync(new OperationRequest(new PowerOnVM { VMId = "VirtualMachine-vm-1" }, "me"), default));
        refusal.Id.ShouldBe(ErrorId.ServerUnreachable);
        refusal.Message.ShouldContain("Whether it was done (power on VM 'gpu-01') is not known");
        server.Calls.Count(static call => call == "PowerOnVM_Task").ShouldBe(1);
    }

    [Fact]
    public async Task The_waiting_for_a_task_is_cancelled_and_the_task_is_named_and_not_stopped()
    {
        using var server = new ScriptedVSphere();
        server.On("WaitForUpdatesEx",
            static _ => ScriptedVSphere.Updates("1", isTruncated: false, Host("host-1", "esx01"), Machine("vm-1", "gpu-01")));
        server.On("PowerOnVM_Task",
            static _ => ScriptedVSphere.Response("PowerOnVM_Task", "<returnval type=\"Task\">task-5</returnval>"));
        server.On("RetrievePropertiesEx", static _ => TaskIs("running", "<progress>40</progress>"));
        using var backend = await server.ConnectAsync();
        using var stop = new CancellationTokenSource();
        var running = await backend.BeginAsync(new OperationRequest(new PowerOnVM { VMId = "VirtualMachine-vm-1" }, "me"),
            stop.Token);
        await stop.CancelAsync();
        var doubt = await Record.ExceptionAsync(() => running.Ended);
        doubt.ShouldBeOfType<OperationInDoubtException>().Message.ShouldContain("Get-Task -Id Task-task-5");
        server.Calls.Contains("CancelTask", StringComparer.Ordinal).ShouldBeFalse();
    }

    [Fact]
    public async Task A_task_that_failed_has_the_servers_words_and_our_id()
    {
        using var server = new ScriptedVSphere();
        server.On("WaitForUpdatesEx",
            static _ => ScriptedVSphere.Updates("1", isTruncated: false, Host("host-1", "esx01"), Machine("vm-1", "gpu-01")));
        server.On("PowerOnVM_Task",
            static _ => ScriptedVSphere.Response("PowerOnVM_Task", "<returnval type=\"Task\">task-5</returnval>"));
        server.On("RetrievePropertiesEx",
            static _ => TaskIs("error", "<error><fault xsi:type=\"NoPermission\"><object type=\"VirtualMachine\">vm-1</object>"
            + "<privilegeId>VirtualMachine.Interact.PowerOn</privilegeId></fault><localizedMessage>Permission to perform this "
            + "operation was denied.</localizedMessage></error>"));
        using var backend = await server.ConnectAsync();
        var running = await backend.BeginAsync(
            new OperationRequest(new PowerOnVM { VMId = "VirtualMachine-vm-1" }, "me"), default);
        var refusal = await Should.ThrowAsync<PassthroughException>(() => running.Ended);
        refusal.Id.ShouldBe(ErrorId.AccessDenied);
        refusal.Message.ShouldBe(
            "'vc' refused to power on VM 'gpu-01': Permission to perform this operation was denied (NoPermission). "
            + "It needs the privilege VirtualMachine.Interact.PowerOn. Ask the server's administrator for the privilege.");
    }

    [Fact]
    public async Task A_session_that_has_ended_is_begun_anew_where_the_answer_only_hints_at_it()
    {
        using var server = new ScriptedVSphere();
        server.On("WaitForUpdatesEx",
            static _ => ScriptedVSphere.Updates("1", isTruncated: false, Host("host-1", "esx01"), Machine("vm-1", "gpu-01")));
        server.On("PowerOnVM_Task",
            static _ => ScriptedVSphere.Response("PowerOnVM_Task", "<returnval type=\"Task\">task-5</returnval>"));
        int asked = 0;
        server.On("RetrievePropertiesEx", _ => asked++ == 0
            ? ScriptedVSphere.Response("RetrievePropertiesEx",
                "<returnval><objects><obj type=\"Task\">task-5</obj><missingSet><path>info</path><fault><fault "
                + "xsi:type=\"NotAuthenticated\"/>"
                + "<localizedMessage>not logged in</localizedMessage></fault></missingSet></objects></returnval>")
            : TaskIs("success", ""));
        using var backend = await server.ConnectAsync();
        var running = await backend.BeginAsync(
            new OperationRequest(new PowerOnVM { VMId = "VirtualMachine-vm-1" }, "me"), default);
        (await running.Ended).TargetId.ShouldBe("VirtualMachine-vm-1");
        server.Calls.Count(static call => call == "Login").ShouldBe(2);
    }

    [Fact]
    public async Task A_session_that_was_taken_up_goes_on_without_what_was_made_in_it()
    {
        using var server = new ScriptedVSphere();
        server.Answers("CurrentTime", "2026-11-28T10:00:00Z");
        server.On("DestroyPropertyCollector", static _ => ScriptedVSphere.Response("DestroyPropertyCollector", null));
        server.On("DestroyView", static _ => ScriptedVSphere.Response("DestroyView", null));
        server.On("RetrievePropertiesEx", static _ => ScriptedVSphere.Response(
            "RetrievePropertiesEx",
            "<returnval><objects><obj type=\"SessionManager\">sm</obj><propSet><name>currentSession</name>"
            + "<val "
            + "xsi:type=\"UserSession\"><key>k</key><userName>VSPHERE.LOCAL\\anna</userName></val></propSet></objects></returnval>"));
        var options = ScriptedVSphere.Options with { User = null, Password = null, SessionId = "abc" };
        using (var backend = await VSphereBackend.ConnectAsync(options, Catalog.BuiltIn, static user => user, server, default))
            backend.User.ShouldBe("VSPHERE.LOCAL\\anna");
        server.Calls.Where(static call => call.StartsWith("Destroy", StringComparison.Ordinal) || call is "Login" or "Logout")
            .ShouldBe(["DestroyPropertyCollector", "DestroyView"]);
    }

    [Fact]
    public async Task A_password_is_in_no_message()
    {
        using var server = new ScriptedVSphere();
        server.On("Login", static _ =>
            ScriptedVSphere.Fault("InvalidLogin", "Cannot complete login due to an incorrect user name or password."));
        var refusal = await Should.ThrowAsync<PassthroughException>(() => server.ConnectAsync());
        refusal.Id.ShouldBe(ErrorId.AuthenticationFailed);
        $"{refusal}{refusal.InnerException}{refusal.Target}".ShouldNotContain("secret");
    }

    private static string TaskIs(string state, string rest) => ScriptedVSphere.Response(
        "RetrievePropertiesEx",
        "<returnval><objects><obj type=\"Task\">task-5</obj><propSet><name>info</name><val "
        + "xsi:type=\"TaskInfo\"><key>task-5</key><task type=\"Task\">task-5</task>"
        + $"<name>PowerOnVM_Task</name><state>{state}</state>{rest}</val></propSet></objects></returnval>");

    private static string Host(string id, string name, string kind = "enter") =>
        ScriptedVSphere.Object(kind, "HostSystem", id, [("name", "xsd:string", name), .. Connected]);

    private static string Machine(string id, string name) => ScriptedVSphere.Object(
        "enter",
        "VirtualMachine",
        id,
        ("name", "xsd:string", name),
        ("runtime.host", "ManagedObjectReference", "host-1"),
        ("runtime.powerState", "VirtualMachinePowerState", "poweredOff"),
        ("config.template", "xsd:boolean", "false"),
        ("config.version", "xsd:string", "vmx-20"),
        ("config.hardware.numCPU", "xsd:int", "4"),
        ("config.hardware.memoryMB", "xsd:int", "4096"));

    private static string[] Names(InventoryState state) =>
        [.. state.Hosts.Values.Select(static host => host.Name).OrderBy(static name => name, StringComparer.Ordinal)];
}
