namespace PassthroughTools.Sessions;

/// <summary>The settings of Set-PowerCLIConfiguration in one scope; null where one is not set there.</summary>
public sealed record PowerCLIConfiguration
{
    internal const string Session = "Session", User = "User", AllUsers = "AllUsers";
    internal const string NoProxy = "NoProxy", UseSystemProxy = "UseSystemProxy";
    internal const string Single = "Single", Multiple = "Multiple";
    internal const string Unset = "Unset", Prompt = "Prompt", Fail = "Fail", Ignore = "Ignore", Warn = "Warn";

    // In seconds: what a timer holds, and more than any call takes.
    private const int LongestWait = 1_000_000;

    private static readonly object Gate = new();

    private static readonly Dictionary<string, PowerCLIConfiguration> Kept = new(StringComparer.OrdinalIgnoreCase)
    {
        [Session] = new()
        {
            Scope = Session,
            ProxyPolicy = UseSystemProxy,
            DefaultVIServerMode = Multiple,
            InvalidCertificateAction = Unset,
            DisplayDeprecationWarnings = true,
            WebOperationTimeoutSeconds = 300,
        },
        [User] = new() { Scope = User },
        [AllUsers] = new() { Scope = AllUsers },
    };

    /// <summary>Session, User or AllUsers.</summary>
    public string Scope { get; init; } = Session;

    /// <summary>
    /// How control planes and vSpheres that are connected from now on are reached: UseSystemProxy, by the proxy that the system
    /// or the variables HTTPS_PROXY and NO_PROXY name; NoProxy, straight.
    /// </summary>
    public string? ProxyPolicy { get; init; }

    /// <summary>
    /// Which servers cmdlets work on where no -Server is given: Multiple, all that are connected; Single, the last one.
    /// </summary>
    public string? DefaultVIServerMode { get; init; }

    /// <summary>
    /// What Connect-VIServer does about a certificate that is not trusted: Ignore takes it, Warn takes it with a warning, and
    /// Unset, Prompt and Fail refuse it with its thumbprint.
    /// </summary>
    public string? InvalidCertificateAction { get; init; }

    /// <summary>Kept, without effect: nothing here is deprecated.</summary>
    public bool? DisplayDeprecationWarnings { get; init; }

    /// <summary>
    /// For how many seconds an answer of a vSphere that is connected from now on is waited for; -1 for as long as it takes.
    /// Connecting takes 30 seconds at most; what help of Connect-VIServer says of control planes does not change.
    /// </summary>
    public int? WebOperationTimeoutSeconds { get; init; }

    /// <summary>Kept, without effect: no consoles are opened.</summary>
    public string? VMConsoleWindowBrowser { get; init; }

    /// <summary>Kept, without effect: nothing is sent to anyone.</summary>
    public bool? ParticipateInCeip { get; init; }

    /// <summary>NoProxy or UseSystemProxy. Kept, without effect: nothing is sent to anyone.</summary>
    public string? CEIPDataTransferProxyPolicy { get; init; }

    /// <summary>Kept, without effect: no Python is run.</summary>
    public string? PythonPath { get; init; }

    /// <summary>Whether the server that is connected last is to be the only default one.</summary>
    internal static bool IsSingle => Is(Of(Session).DefaultVIServerMode, Single);

    /// <summary>Whether servers are reached past the system's proxy.</summary>
    internal static bool BypassesProxy => Is(Of(Session).ProxyPolicy, NoProxy);

    internal static TimeSpan OperationTime => Of(Session).WebOperationTimeoutSeconds is > 0 and < LongestWait and var seconds
        ? TimeSpan.FromSeconds(seconds) : Timeout.InfiniteTimeSpan;

    /// <summary>Whether certificates are taken unchecked.</summary>
    internal static bool TakesCertificates => Is(Of(Session).InvalidCertificateAction, Ignore) || WarnsOfCertificates;

    /// <summary>Whether that is warned of.</summary>
    internal static bool WarnsOfCertificates => Is(Of(Session).InvalidCertificateAction, Warn);

    /// <summary>The settings of a scope; those of the session hold.</summary>
    internal static PowerCLIConfiguration Of(string scope)
    {
        lock (Gate) return Kept[scope];
    }

    /// <summary>Changes the settings of scopes; each change holds for this session at once.</summary>
    internal static void Change(IEnumerable<string> scopes, Func<PowerCLIConfiguration, PowerCLIConfiguration> change)
    {
        lock (Gate)
        {
            foreach (var scope in scopes.Prepend(Session).Distinct(StringComparer.OrdinalIgnoreCase))
                Kept[scope] = change(Kept[scope]);
        }
    }

    /// <summary>The scope's name.</summary>
    public override string ToString() => Scope;

    private static bool Is(string? value, string other) => string.Equals(value, other, StringComparison.OrdinalIgnoreCase);
}
