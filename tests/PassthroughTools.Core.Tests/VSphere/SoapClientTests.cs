using System.Net;
using System.Net.Http.Headers;
using System.Text;
using PassthroughTools.Backends.VSphere;
using PassthroughTools.Capabilities;
using PassthroughTools.Errors;
using PassthroughTools.Vim.Soap;
using PassthroughTools.Vim.Views;
using Shouldly;
using Xunit;
using Task = System.Threading.Tasks.Task;

namespace PassthroughTools.Core.Tests.VSphere;

/// <summary>What no real server can be made to answer: nonsense, endless answers, silence.</summary>
public sealed class SoapClientTests
{
    private const string Envelope = "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body>";
    private const string End = "</s:Body></s:Envelope>";
    private const string Time =
        "<CurrentTimeResponse xmlns=\"urn:vim25\"><returnval>2026-11-28T10:00:00Z</returnval></CurrentTimeResponse>";

    [Fact]
    public async Task An_answer_is_read()
    {
        using var client = Answering(Envelope + Time + End);
        (await AskAsync(client)).ShouldBe([new DateTime(2026, 11, 28, 10, 0, 0, DateTimeKind.Utc)]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("no XML")]
    [InlineData("<html/>")]
    [InlineData("<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"/>")]
    [InlineData(Envelope + End)]
    [InlineData(Envelope + "<OtherResponse xmlns=\"urn:vim25\"/>" + End)]
    [InlineData(Envelope + Time)]
    [InlineData("<!DOCTYPE s [<!ENTITY a \"b\">]>" + Envelope + Time + End)]
    [InlineData("<!DOCTYPE s SYSTEM \"file:///etc/passwd\">" + Envelope + Time + End)]
    public async Task What_is_no_answer_of_a_vSphere_is_said_to_be_none(string text)
    {
        using var client = Answering(text);
        await Should.ThrowAsync<VimAnswerException>(() => AskAsync(client));
    }

    [Fact]
    public async Task A_page_or_a_redirection_is_of_somebody_else()
    {
        using var page = Answering("<html/>", "text/html");
        (await Should.ThrowAsync<VimAnswerException>(() => AskAsync(page))).Message.ShouldContain("200 OK with text/html");
        using var moved = Answering(Envelope + Time + End, status: HttpStatusCode.Found);
        (await Should.ThrowAsync<VimAnswerException>(() => AskAsync(moved))).Message.ShouldContain("302");
    }

    /// <summary>So a vCenter's proxy says that the API is not there yet.</summary>
    [Fact]
    public async Task Out_of_service_is_nobody_else()
    {
        using var starting = Answering("no healthy upstream", "text/plain", HttpStatusCode.ServiceUnavailable);
        var fault = await Should.ThrowAsync<VimAnswerException>(() => AskAsync(starting));
        (fault.Message, fault.IsOutOfService).ShouldBe(("503 Service Unavailable", true));

        var options = new VSphereOptions { Name = "vcenter", Address = new Uri("https://vcenter/sdk"), User = "a",
            Password = "b" };
        using var proxy = new Answer(static () => new MemoryStream(), "text/plain", HttpStatusCode.ServiceUnavailable);
        var refusal = await Should.ThrowAsync<PassthroughException>(() => VSphereBackend.ConnectAsync(
            options, Catalog.BuiltIn, static user => user, proxy, default));
        refusal.Id.ShouldBe(ErrorId.ServerUnreachable);
        refusal.Message.ShouldStartWith("'vcenter' answers 503 Service Unavailable, as a vCenter does while its services start");
    }

    [Fact]
    public async Task An_answer_that_is_too_long_is_cut()
    {
        using var client = new SoapClient(
            new Answer(() => new EndlessStream(Envelope)), new Uri("https://x/sdk"), new SoapLimits { Characters = 1_000_000 });
        await Should.ThrowAsync<VimAnswerException>(() => AskAsync(client));
    }

    [Fact]
    public async Task An_answer_that_nests_without_end_is_refused()
    {
        using var client = Answering(Envelope + "<CurrentTimeResponse xmlns=\"urn:vim25\">"
            + string.Concat(Enumerable.Repeat("<returnval>", 100_000)));
        await Should.ThrowAsync<VimAnswerException>(() => AskAsync(client));
    }

    [Fact]
    public async Task Silence_ends_in_time_or_when_it_is_cancelled()
    {
        using var client = new SoapClient(
            new Answer(static () => new SilentStream()), new Uri("https://x/sdk"),
            new SoapLimits { Time = TimeSpan.FromMilliseconds(50) });
        await Should.ThrowAsync<TimeoutException>(() => AskAsync(client));

        using var patient = new SoapClient(new Answer(static () => new SilentStream()), new Uri("https://x/sdk"),
            new SoapLimits());
        using var stop = new CancellationTokenSource();
        var asked = AskAsync(patient, stop.Token);
        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => asked);
    }

    [Fact]
    public async Task A_fault_has_the_name_that_it_gives_itself()
    {
        const string Fault = Envelope
            + "<s:Fault><faultcode>ServerFaultCode</faultcode><faultstring>Permission was denied.</faultstring><detail>"
            + "<NoPermissionFault xmlns=\"urn:vim25\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" "
            + "xsi:type=\"NoPermission\">"
            + "<object "
            + "type=\"HostSystem\">host-9</object><privilegeId>Host.Config.PciPassthru</privilegeId></NoPermissionFault></detail></s:Fault>" + End;
        using var client = Answering(Fault, status: HttpStatusCode.InternalServerError);
        var fault = await Should.ThrowAsync<VimFaultException>(() => AskAsync(client));
        (fault.Fault, fault.Message).ShouldBe(("NoPermission", "Permission was denied."));
        (fault.Details["privilegeId"], fault.Details["object"]).ShouldBe(("Host.Config.PciPassthru", "host-9"));
    }

    [Fact]
    public async Task The_cookie_of_a_session_goes_with_what_is_asked_next()
    {
        var asked = new List<string?>();
        using var client = new SoapClient(
            new Answer(() => new MemoryStream(Encoding.UTF8.GetBytes(Envelope + Time + End)),
                cookie: "vmware_soap_session=\"a-b\"; Path=/; HttpOnly", seen: asked),
            new Uri("https://x/sdk"),
            new SoapLimits());
        await AskAsync(client);
        await AskAsync(client);
        asked.ShouldBe([null, "vmware_soap_session=\"a-b\""]);
    }

    /// <summary>Whatever of an answer is broken: a value, or one of the three errors that are documented.</summary>
    [Fact]
    public async Task Ten_thousand_broken_answers_are_read_or_refused()
    {
        const string Whole = Envelope
            + "<RetrieveServiceContentResponse xmlns=\"urn:vim25\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">"
            + "<returnval><rootFolder "
            + "type=\"Folder\">group-d1</rootFolder><about><name>vc</name><apiVersion>8.0.3.0</apiVersion></about>"
            + "<sessionManager "
            + "type=\"SessionManager\">SessionManager</sessionManager></returnval></RetrieveServiceContentResponse>" + End;
        var random = new Random(1);
        var outcomes = new SortedDictionary<string, int>(StringComparer.Ordinal);
        string text = Whole;
        using var client = new SoapClient(
            new Answer(() => new MemoryStream(Encoding.UTF8.GetBytes(text))), new Uri("https://x/sdk"), new SoapLimits());
        for (int i = 0; i < 10_000; i++)
        {
            text = BrokenText.Of(Whole, random);
            string outcome;
            try
            {
                var content = await client.CallAsync<VMware.Vim.ServiceContent>(ServiceInstance.Reference,
                    "RetrieveServiceContent", default);
                outcome = content is null ? "nothing" : "read";
            }
            catch (Exception e) when (e is VimAnswerException or VimFaultException)
            {
                outcome = e.GetType().Name;
            }

            outcomes[outcome] = outcomes.GetValueOrDefault(outcome) + 1;
        }

        outcomes.Keys.ShouldBe(["VimAnswerException", "read"]);
    }

    private static Task<List<DateTime>> AskAsync(SoapClient client, CancellationToken cancellationToken = default) =>
        client.ListAsync<DateTime>(ServiceInstance.Reference, "CurrentTime", cancellationToken);

    private static SoapClient Answering(string text, string type = "text/xml", HttpStatusCode status = HttpStatusCode.OK) => new(
        new Answer(() => new MemoryStream(Encoding.UTF8.GetBytes(text)), type, status), new Uri("https://x/sdk"),
        new SoapLimits());

    private sealed class Answer(
        Func<Stream> body, string type = "text/xml", HttpStatusCode status = HttpStatusCode.OK, string? cookie = null,
        List<string?>? seen = null)
        : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            seen?.Add(request.Headers.TryGetValues("Cookie", out var sent) ? sent.Single() : null);
            var response = new HttpResponseMessage(status) { Content = new StreamContent(body()) };
            response.Content.Headers.ContentType = new MediaTypeHeaderValue(type);
            if (cookie is not null) response.Headers.Add("Set-Cookie", cookie);
            return Task.FromResult(response);
        }
    }

    /// <summary>Begins as given, and goes on with text for ever.</summary>
    private sealed class EndlessStream(string start) : MemoryStream(Encoding.UTF8.GetBytes(start + "<a>"))
    {
        public override int Read(byte[] buffer, int offset, int count)
        {
            int read = base.Read(buffer, offset, count);
            if (read > 0) return read;
            Array.Fill(buffer, (byte)'x', offset, count);
            return count;
        }
    }

    /// <summary>Never says anything; what waits for it is woken when it is closed.</summary>
    private sealed class SilentStream : Stream
    {
        private readonly ManualResetEventSlim closed = new();

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => 0; set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            closed.Wait();
            throw new IOException("closed");
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            closed.Set();
            base.Dispose(disposing);
        }
    }
}
