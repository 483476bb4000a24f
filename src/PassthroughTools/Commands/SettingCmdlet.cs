using System;
using System.Globalization;
using System.Management.Automation;
using PassthroughTools.Errors;
using PassthroughTools.Inventory;
using PassthroughTools.Operations;
using PassthroughTools.Sessions;

namespace PassthroughTools.Commands;

/// <summary>What the cmdlets that change advanced settings share.</summary>
public abstract class SettingCmdlet : ServerCmdlet
{
    /// <summary>A setting's value as text; Boolean values become TRUE and FALSE, as vSphere keeps them.</summary>
    /// <exception cref="PassthroughException">ValueInvalid: the value is no single value, such as an array.</exception>
    private protected static string Text(object value) => (value is PSObject wrapped ? wrapped.BaseObject : value) switch
    {
        bool flag => flag ? "TRUE" : "FALSE",
        string text => text,
        char letter => letter.ToString(),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        var other => throw new PassthroughException(
            ErrorId.ValueInvalid, $"A setting's value is a text, a number or a Boolean, and not of type {other.GetType().Name}. Give one such value.", other),
    };

    /// <summary>Sets a value and writes the setting as it is now.</summary>
    private protected void Set(VIServer server, SetAdvancedSetting operation)
    {
        var done = Execute(server, operation);
        WriteObject(new AdvancedSetting(done.State, done.VM(operation.VMId), operation.Setting, operation.Value!));
    }
}
