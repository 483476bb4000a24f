using System.Reflection;
using PassthroughTools.Errors;
using PassthroughTools.Vim.Soap;
using PassthroughTools.Vim.Views;
using VMware.Vim;

namespace PassthroughTools.Backends.VSphere;

/// <summary>A vSphere's managed objects, as views ask for them.</summary>
internal sealed class VSphereObjects(VSphereConnection connection)
{
    private const string TaskSuffix = "_Task";

    /// <inheritdoc cref="IVimSource.ReadAsync"/>
    public async Task<object?> ReadAsync(ManagedObjectReference moRef, string property, CancellationToken cancellationToken)
    {
        if (moRef.Type == nameof(ServiceInstance)) return property == "content" ? connection.Content : null;
        return await connection.ReadAsync<object>(moRef, property, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc cref="IVimSource.IsThereAsync"/>
    public async Task<bool> IsThereAsync(ManagedObjectReference moRef, CancellationToken cancellationToken)
    {
        if (moRef.Type == nameof(ServiceInstance)) return true;
        try
        {
            return (await connection.ReadAsync([moRef], [], cancellationToken).ConfigureAwait(false)).Count > 0;
        }
        catch (PassthroughException e) when (e.InnerException is VimFaultException { Fault: "ManagedObjectNotFound" })
        {
            return false;
        }
    }

    /// <inheritdoc cref="IVimSource.CallAsync"/>
    public async Task<object?> CallAsync(
        ManagedObjectReference moRef, string method, object?[] arguments, CancellationToken cancellationToken)
    {
        var view = VimViews.TypeOf(moRef.Type);
        var task = view?.GetMethod(method + TaskSuffix);
        var asked = task ?? view?.GetMethod(method) ?? throw new PassthroughException(
            ErrorId.NotSupportedByBackend, $"{moRef.Type} has no method {method} here.", moRef.ToString());
        var values = Arguments(asked, arguments);
        string what = $"carry out {asked.Name} of {moRef}";
        if (task is not null)
        {
            object? result = null;
            var operation = await VSphereOperation.BeginAsync(
                connection,
                moRef.ToString(),
                async running =>
                {
                    var ended = await running.DoAsync(what, moRef.ToString(), moRef, asked.Name, values).ConfigureAwait(false);
                    result = ended.Result;
                    return null!;
                },
                cancellationToken).ConfigureAwait(false);
            await operation.Ended.ConfigureAwait(false);
            return result;
        }

        var returned = asked.ReturnType;
        var answers = await connection.ChangeAsync(
            what, moRef.ToString(), moRef, asked.Name, returned.IsArray ? returned.GetElementType()! : returned, values,
            cancellationToken).ConfigureAwait(false);
        if (!returned.IsArray) return answers.FirstOrDefault();
        var list = Array.CreateInstance(returned.GetElementType()!, answers.Count);
        for (int i = 0; i < answers.Count; i++) list.SetValue(answers[i], i);
        return list;
    }

    /// <inheritdoc cref="IVimSource.ReadTasksAsync"/>
    public async Task<IReadOnlyList<TaskInfo>> ReadTasksAsync(CancellationToken cancellationToken)
    {
        if (connection.Content.TaskManager is not { } manager) return [];
        var recent = await connection.ReadAsync<ManagedObjectReference[]>(manager, "recentTask", cancellationToken)
            .ConfigureAwait(false) ?? [];
        var read = await connection.ReadAsync(recent, ["info"], cancellationToken).ConfigureAwait(false);
        return [.. read.Values.Select(static one => one.TryGetValue("info", out var info) ? info as TaskInfo : null)
            .OfType<TaskInfo>()];
    }

    /// <inheritdoc cref="IVimSource.Failure"/>
    public PassthroughException Failure(TaskInfo info) => VSphereFault.Refusal(
        connection.Server,
        $"carry out {info.Name} of '{info.EntityName}'",
        info.Error?.Fault ?? new MethodFault(),
        info.Error?.LocalizedMessage ?? "",
        info.EntityName);

    /// <summary>What a view's method is given, by the names of its parameters, which are the API's.</summary>
    private static SoapArgument[] Arguments(MethodInfo method, object?[] arguments) =>
    [
        .. method.GetParameters().Select((parameter, index) =>
        {
            var value = index < arguments.Length ? arguments[index] : null;
            var type = parameter.ParameterType == typeof(object) ? value?.GetType() ?? typeof(string) : parameter.ParameterType;
            return SoapArgument.Of(parameter.Name!, value, type);
        }),
    ];
}
