using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using PassthroughTools.Backends.VSphere;
using PassthroughTools.Capabilities;

namespace PassthroughTools.Core.Tests.VSphere;

/// <summary>
/// A server that answers as it is told, written after shared/data/vim25.md: it shows what the simulator cannot, such as pages,
/// newer types and failures in the middle.
/// </summary>
internal sealed class ScriptedVSphere : HttpMessageHandler
{
    public const string Head = "xmlns=\"urn:vim25\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" "
        + "xmlns:xsd=\"http://www.w3.org/2001/XMLSchema\"";

    private readonly ConcurrentDictionary<string, Func<string, string?>> answers = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> calls = new(), requests = new();

    public ScriptedVSphere(string apiVersion = "8.0.3.0")
    {
        Answers("RetrieveServiceContent",
            "<rootFolder type=\"Folder\">group-d1</rootFolder>"
            + "<propertyCollector type=\"PropertyCollector\">pc</propertyCollector><viewManager type=\"ViewManager\">vm</viewManager>"
            + $"<about><name>vc</name><apiType>VirtualCenter</apiType><apiVersion>{apiVersion}</apiVersion></about>"
            + "<sessionManager type=\"SessionManager\">sm</sessionManager><taskManager type=\"TaskManager\">tm</taskManager>"
            + "<eventManager type=\"EventManager\">em</eventManager>");
        Answers("Login", "<key>k</key><userName>me</userName>");
        AnswersReference("CreateContainerView", "ContainerView", "view-1");
        AnswersReference("CreatePropertyCollector", "PropertyCollector", "pc-1");
        AnswersReference("CreateFilter", "PropertyFilter", "filter-1");
        On("Logout", static _ => Response("Logout", null));
        On("WaitForUpdatesEx", static _ => Response("WaitForUpdatesEx", null));
    }

    /// <summary>The methods that were called, in order.</summary>
    public IReadOnlyList<string> Calls => [.. calls];

    /// <summary>The texts of the requests, in order.</summary>
    public IReadOnlyList<string> Requests => [.. requests];

    public static VSphereOptions Options => new()
    {
        Name = "vc",
        Address = new Uri("https://vc/sdk"),
        User = "me",
        Password = "secret",
        ConnectTime = TimeSpan.FromSeconds(10),
        CallTime = TimeSpan.FromSeconds(10),
        Patience = TimeSpan.FromMilliseconds(200),
    };

    /// <summary>Connects it.</summary>
    public Task<VSphereBackend> ConnectAsync(VSphereOptions? options = null) =>
        VSphereBackend.ConnectAsync(options ?? Options, Catalog.BuiltIn, static user => $"/VIServer={user}@vc:443/",
            this, default);

    /// <summary>Answers a method by its request's text; null breaks the connection.</summary>
    public void On(string method, Func<string, string?> answer) => answers[method] = answer;

    /// <summary>Answers a method with what is in its returned value.</summary>
    public void Answers(string method, string content) => On(method, _ => Response(method, $"<returnval>{content}</returnval>"));

    public static string Response(string method, string? content) =>
        Envelope($"<{method}Response {Head}>{content}</{method}Response>");

    public static string Fault(string type, string message, string details = "") => Envelope(
        $"<s:Fault><faultcode>ServerFaultCode</faultcode><faultstring>{message}</faultstring><detail><{type}Fault "
        + $"{Head} xsi:type=\"{type}\">{details}</{type}Fault></detail></s:Fault>");

    /// <summary>An answer of WaitForUpdatesEx.</summary>
    public static string Updates(string version, bool isTruncated, params string[] objects) => Response(
        "WaitForUpdatesEx",
        $"<returnval><version>{version}</version><filterSet><filter "
        + $"type=\"PropertyFilter\">filter-1</filter>{string.Concat(objects)}</filterSet>"
        + $"{(isTruncated ? "<truncated>true</truncated>" : "")}</returnval>");

    public static string Object(string kind, string type, string id,
        params (string Name, string Type, string Value)[] properties) =>
        $"<objectSet><kind>{kind}</kind><obj type=\"{type}\">{id}</obj>"
        + string.Concat(properties.Select(static one =>
            $"<changeSet><name>{one.Name}</name><op>assign</op><val "
            + $"xsi:type=\"{one.Type}\"{(one.Type == "ManagedObjectReference" ? " type=\"HostSystem\"" : "")}>{one.Value}</val></changeSet>"))
        + "</objectSet>";

    private static string Envelope(string body) =>
        $"<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body>{body}</s:Body></s:Envelope>";

    private void AnswersReference(string method, string type, string id) =>
        On(method, _ => Response(method, $"<returnval type=\"{type}\">{id}</returnval>"));

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        string text = await request.Content!.ReadAsStringAsync(cancellationToken);
        string method = Regex.Match(text, "Body><(?<method>[A-Za-z_]+)", RegexOptions.ExplicitCapture,
            TimeSpan.FromSeconds(1)).Groups["method"].Value;
        calls.Enqueue(method);
        requests.Enqueue(text);
        var answer = answers.TryGetValue(method, out var known)
            ? await Task.Run(() => known(text), CancellationToken.None).WaitAsync(cancellationToken)
            : Fault("MethodNotFound", $"no {method}");
        return answer is null ? throw new HttpRequestException("The connection was reset.") : new HttpResponseMessage
        {
            StatusCode = answer.Contains("<s:Fault>", StringComparison.Ordinal)
                ? HttpStatusCode.InternalServerError
                : HttpStatusCode.OK,
            Content = new StringContent(answer, Encoding.UTF8, "text/xml"),
        };
    }
}
