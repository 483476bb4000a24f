using System.Security.Cryptography.X509Certificates;
using PassthroughTools.Vim.Soap;
using PassthroughTools.Vim.Views;
using Shouldly;
using VMware.Vim;
using Xunit;
using Task = System.Threading.Tasks.Task;

namespace PassthroughTools.Core.Tests.VSphere;

/// <summary>Sessions with govmomi's simulator: nothing of this ran against a real vCenter.</summary>
public sealed class VimSessionTests(Simulator simulator) : IClassFixture<Simulator>
{
    [SkippableFact]
    public async Task A_session_begins_and_ends()
    {
        using var client = Client();
        using var session = await LoginAsync(client);
        session.Content.About!.ApiType.ShouldBe("VirtualCenter");
        session.Content.RootFolder!.Type.ShouldBe("Folder");
        session.User.ShouldBe(Simulator.User);
        session.Id.ShouldNotBeNullOrEmpty();
        (await TimeAsync(session)).ShouldBeInRange(DateTime.UtcNow.AddHours(-1), DateTime.UtcNow.AddHours(1));

        await session.LogoutAsync(default);
        (await FaultOfAsync(() => TimeAsync(session))).ShouldBe("NotAuthenticated");
    }

    [SkippableTheory]
    [InlineData(Simulator.User, "wrong")]
    [InlineData("nobody", Simulator.Password)]
    public async Task A_wrong_login_is_a_fault(string user, string password)
    {
        using var client = Client();
        (await FaultOfAsync(() => VimSession.LoginAsync(client, user, password, default))).ShouldBe("InvalidLogin");
    }

    [SkippableFact]
    public async Task A_session_that_the_server_has_ended_is_begun_anew_once_for_all_that_ask()
    {
        using var client = Client();
        using var other = Client();
        using var session = await LoginAsync(client);
        using var administrator = await LoginAsync(other);
        var first = session.Id!;

        // The simulator names a session by its cookie.
        await EndAsync(administrator, first.Trim('"'));

        var times = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => TimeAsync(session)));

        times.Length.ShouldBe(8);
        string.Equals(session.Id, first, StringComparison.Ordinal).ShouldBeFalse();
    }

    [SkippableFact]
    public async Task A_session_is_taken_up_by_its_id_and_not_begun_anew()
    {
        using var client = Client();
        using var other = Client();
        using var third = Client();
        using var session = await LoginAsync(client);
        using var resumed = await VimSession.ResumeAsync(other, session.Id!, default);
        await TimeAsync(resumed);
        await session.LogoutAsync(default);

        (await FaultOfAsync(() => TimeAsync(resumed))).ShouldBe("NotAuthenticated");
        (await FaultOfAsync(() => VimSession.ResumeAsync(third, "none", default))).ShouldBe("NotAuthenticated");
    }

    [SkippableFact]
    public async Task A_fault_has_its_name_and_what_it_says()
    {
        using var client = Client();
        using var session = await LoginAsync(client);
        var missing = new ManagedObjectReference { Type = "VirtualMachine", Value = "vm-none" };
        var fault = await Should.ThrowAsync<VimFaultException>(
            () => session.CallAsync((soap, token) => soap.CallAsync<ManagedObjectReference>(missing, "PowerOnVM_Task", token),
                default));
        fault.Fault.ShouldBe("ManagedObjectNotFound");
        fault.Details["obj"].ShouldBe("vm-none");
    }

    [SkippableFact]
    public async Task A_certificate_that_nobody_vouches_for_ends_it_before_anything_is_sent()
    {
        using var client = new SoapClient(new HttpClientHandler { UseCookies = false }, simulator.Address, new SoapLimits());
        await Should.ThrowAsync<HttpRequestException>(() => LoginAsync(client));
    }

    private static Task<DateTime> TimeAsync(VimSession session) => session.CallAsync(
        async static (soap, token) => (await soap.ListAsync<DateTime>(ServiceInstance.Reference, "CurrentTime", token)).Single(),
        default);

    private static async Task<string> FaultOfAsync(Func<Task> call) => (await Should.ThrowAsync<VimFaultException>(call)).Fault;

    private static Task<VimSession> LoginAsync(SoapClient client) =>
        VimSession.LoginAsync(client, Simulator.User, Simulator.Password, default);

    private static Task<List<object>> EndAsync(VimSession administrator, string key) => administrator.CallAsync(
        (soap, token) => soap.ListAsync<object>(
            administrator.Content.SessionManager!, "TerminateSession", token, SoapArgument.Of<string[]>("sessionId", [key])),
        default);

    private SoapClient Client()
    {
        var handler = new HttpClientHandler { UseCookies = false, AllowAutoRedirect = false };
#pragma warning disable MA0039 // the simulator has a certificate of its own
        handler.ServerCertificateCustomValidationCallback = static (_, certificate, _, _) => certificate is X509Certificate2;
#pragma warning restore MA0039
        return new SoapClient(handler, simulator.Address, new SoapLimits());
    }
}
