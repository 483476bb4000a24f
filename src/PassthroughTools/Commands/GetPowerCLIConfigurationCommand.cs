using System.Management.Automation;
using PassthroughTools.Sessions;

namespace PassthroughTools.Commands;

/// <summary>Gets the settings that scripts make with Set-PowerCLIConfiguration.</summary>
/// <remarks>
///   <para>The row Session has what holds; see Set-PowerCLIConfiguration for which settings have an effect.</para>
/// </remarks>
/// <example>
///   <para>Lists them.</para>
///   <code>Get-PowerCLIConfiguration</code>
/// </example>
/// <example>
///   <para>Gets how many servers cmdlets work on.</para>
///   <code>(Get-PowerCLIConfiguration -Scope Session).DefaultVIServerMode</code>
/// </example>
[Cmdlet(VerbsCommon.Get, "PowerCLIConfiguration")]
[OutputType(typeof(PowerCLIConfiguration))]
public sealed class GetPowerCLIConfigurationCommand : PSCmdlet
{
    /// <summary>The scopes; all where none is given.</summary>
    [Parameter(Position = 0)]
    [ValidateSet(PowerCLIConfiguration.Session, PowerCLIConfiguration.User, PowerCLIConfiguration.AllUsers)]
    public string[] Scope { get; set; } = [PowerCLIConfiguration.Session, PowerCLIConfiguration.User,
        PowerCLIConfiguration.AllUsers];

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var scope in Scope) WriteObject(PowerCLIConfiguration.Of(scope));
    }
}
