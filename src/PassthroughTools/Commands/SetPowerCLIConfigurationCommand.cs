using System.Management.Automation;
using PassthroughTools.Sessions;

namespace PassthroughTools.Commands;

/// <summary>Accepts the settings that scripts make when they start.</summary>
/// <remarks>
///   <para>-DefaultVIServerMode Single makes the server that is connected next the only default one; the others stay connected
///   for -Server. -InvalidCertificateAction Ignore and Warn make Connect-VIServer take the certificate of an https server
///   unchecked: whoever answers there gets the token or password. -ProxyPolicy NoProxy makes it reach servers past the system's
///   proxy. -WebOperationTimeoutSeconds is for how long an answer of a vSphere is waited for, 300 seconds unless it is set. The
///   other settings are kept and shown, and have no effect here.</para>
///   <para>All of them hold for the whole process, at once, and are forgotten when it ends: no file of the user or the machine is
///   written, whatever -Scope says.</para>
/// </remarks>
/// <example>
///   <para>Works on one server at a time.</para>
///   <code>Set-PowerCLIConfiguration -DefaultVIServerMode Single -Confirm:$false</code>
/// </example>
/// <example>
///   <para>Takes self-signed certificates in a lab.</para>
///   <code>Set-PowerCLIConfiguration -Scope Session -InvalidCertificateAction Ignore -Confirm:$false</code>
/// </example>
[Cmdlet(VerbsCommon.Set, "PowerCLIConfiguration", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(PowerCLIConfiguration))]
public sealed class SetPowerCLIConfigurationCommand : PSCmdlet
{
    /// <summary>Whether Connect-VIServer reaches servers by the system's proxy or straight.</summary>
    [Parameter]
    [ValidateSet(PowerCLIConfiguration.NoProxy, PowerCLIConfiguration.UseSystemProxy)]
    public string? ProxyPolicy { get; set; }

    /// <summary>How many servers cmdlets work on where no -Server is given.</summary>
    [Parameter]
    [ValidateSet(PowerCLIConfiguration.Single, PowerCLIConfiguration.Multiple)]
    public string? DefaultVIServerMode { get; set; }

    /// <summary>What Connect-VIServer does about a certificate that is not trusted.</summary>
    [Parameter]
    [ValidateSet(
        PowerCLIConfiguration.Unset, PowerCLIConfiguration.Prompt, PowerCLIConfiguration.Fail, PowerCLIConfiguration.Ignore,
        PowerCLIConfiguration.Warn)]
    public string? InvalidCertificateAction { get; set; }

    /// <summary>Kept, without effect.</summary>
    [Parameter]
    public bool? DisplayDeprecationWarnings { get; set; }

    /// <summary>For how many seconds an answer of a vSphere is waited for; -1 for as long as it takes.</summary>
    [Parameter]
    public int? WebOperationTimeoutSeconds { get; set; }

    /// <summary>Kept, without effect.</summary>
    [Parameter]
    public string? VMConsoleWindowBrowser { get; set; }

    /// <summary>Kept, without effect.</summary>
    [Parameter]
    public bool? ParticipateInCeip { get; set; }

    /// <summary>Kept, without effect.</summary>
    [Parameter]
    [ValidateSet(PowerCLIConfiguration.NoProxy, PowerCLIConfiguration.UseSystemProxy)]
    public string? CEIPDataTransferProxyPolicy { get; set; }

    /// <summary>Kept, without effect.</summary>
    [Parameter]
    public string? PythonPath { get; set; }

    /// <summary>For whom: of no effect but on what Get-PowerCLIConfiguration lists.</summary>
    [Parameter]
    [ValidateSet(PowerCLIConfiguration.Session, PowerCLIConfiguration.User, PowerCLIConfiguration.AllUsers)]
    public string[] Scope { get; set; } = [PowerCLIConfiguration.User];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var given = MyInvocation.BoundParameters
            .Where(static pair => typeof(PowerCLIConfiguration).GetProperty(pair.Key) is not null && pair.Key != nameof(Scope))
            .Select(static pair => $"{pair.Key} {pair.Value}");
        if (!ShouldProcess("PowerCLI configuration", $"Set {string.Join(", ", given)}")) return;
        PowerCLIConfiguration.Change(Scope, before => before with
        {
            ProxyPolicy = ProxyPolicy ?? before.ProxyPolicy,
            DefaultVIServerMode = DefaultVIServerMode ?? before.DefaultVIServerMode,
            InvalidCertificateAction = InvalidCertificateAction ?? before.InvalidCertificateAction,
            DisplayDeprecationWarnings = DisplayDeprecationWarnings ?? before.DisplayDeprecationWarnings,
            WebOperationTimeoutSeconds = WebOperationTimeoutSeconds ?? before.WebOperationTimeoutSeconds,
            VMConsoleWindowBrowser = VMConsoleWindowBrowser ?? before.VMConsoleWindowBrowser,
            ParticipateInCeip = ParticipateInCeip ?? before.ParticipateInCeip,
            CEIPDataTransferProxyPolicy = CEIPDataTransferProxyPolicy ?? before.CEIPDataTransferProxyPolicy,
            PythonPath = PythonPath ?? before.PythonPath,
        });
        foreach (var scope in Scope.Prepend(PowerCLIConfiguration.Session).Distinct(StringComparer.OrdinalIgnoreCase))
            WriteObject(PowerCLIConfiguration.Of(scope));
    }
}
