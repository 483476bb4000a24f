using System.Management.Automation;
using System.Reflection;
using PassthroughTools.Commands;

namespace PassthroughTools.Module.Tests.Support;

/// <summary>The cmdlet classes of out/PassthroughTools/PassthroughTools.dll, as the engine and these tests load it.</summary>
internal static class ModuleAssembly
{
    public static Assembly Loaded => typeof(PassthroughCmdlet).Assembly;

    public static IReadOnlyList<(Type Type, CmdletAttribute Attribute)> Cmdlets() =>
    [
        .. Loaded.GetTypes().Select(static type => (type, attribute: type.GetCustomAttribute<CmdletAttribute>(inherit: false)!))
            .Where(static pair => pair.attribute is not null),
    ];
}
