using System.Dynamic;
using System.Runtime.CompilerServices;
using Newtonsoft.Json;
using PassthroughTools.Vim.Xml;
using VMware.Vim;

namespace PassthroughTools.Vim.Views;

/// <summary>A managed object of a server. A property is read when it is first asked for, and kept.</summary>
public abstract class ViewBase : DynamicObject
{
    private readonly Dictionary<string, object?> read = new(StringComparer.OrdinalIgnoreCase);
    private HashSet<string>? limit;

    private protected ViewBase(IVimClient client, ManagedObjectReference moRef)
    {
        Client = client;
        MoRef = new ManagedObjectReference { Type = moRef.Type, Value = moRef.Value, Client = client };
    }

    /// <summary>What names it.</summary>
    [JsonIgnore]
    public ManagedObjectReference MoRef { get; }

    /// <summary>Whether it is of anything: what Pester's New-MockObject makes is not, and has nothing but its type.</summary>
    private bool IsMade => MoRef is not null;

    /// <summary>What answers for it.</summary>
    internal IVimClient Client { get; private set; }

    /// <summary>
    /// Reads properties again when they are next asked for. An object that is gone is refused, and keeps what was read.
    /// </summary>
    /// <param name="properties">Their names, and of nested ones their paths; none for all.</param>
    public void UpdateViewData(params string[]? properties)
    {
        foreach (var path in properties ?? []) Client.CheckProperty(GetType().Name, Root(path));
        Client = Client.Refresh(MoRef);
        lock (read)
        {
            if (properties is not { Length: > 0 }) read.Clear();
            else foreach (var path in properties) read.Remove(NameIn(path));
            limit?.UnionWith((properties ?? []).Select(NameIn));
        }
    }

    /// <summary>Reads no other properties than these: the others are null.</summary>
    internal void Limit(IEnumerable<string> properties) =>
        limit = new HashSet<string>(properties.Select(NameIn), StringComparer.OrdinalIgnoreCase);

    /// <summary>The first name of a path.</summary>
    internal static string Root(string? path) => (path ?? "").Split('.')[0];

    /// <summary>A property that VIM has and that is not served is null.</summary>
    public override bool TryGetMember(GetMemberBinder binder, out object? result)
    {
        result = null;
        return VimProperties.Has(GetType().Name, binder.Name);
    }

    /// <summary>A method that is not served is refused by name.</summary>
    public override bool TryInvokeMember(InvokeMemberBinder binder, object?[]? args, out object? result) =>
        throw Client.NotServed(MoRef, binder.Name);

    /// <summary>The id.</summary>
    public override string ToString() => IsMade ? MoRef.ToString() : GetType().Name;

    private protected T? Read<T>([CallerMemberName] string property = "")
    {
        if (!IsMade) return default;
        string name = NameIn(property);
        lock (read)
        {
            if (limit?.Contains(name) == false) return default;
            if (!read.TryGetValue(name, out var value)) read.Add(name, value = Told(Client.Fetch(MoRef, name)));
            return (T?)value;
        }
    }

    private protected object? Call(string method, params object?[] arguments) => Told(Client.Invoke(MoRef, method, arguments));

    /// <summary>Calls a method that begins a task.</summary>
    private protected ManagedObjectReference Begin(string method, params object?[] arguments) =>
        (ManagedObjectReference)Call(method, arguments)!;

    /// <summary>Tells each reference in a value which server it is of.</summary>
    private object? Told(object? value)
    {
        var rest = new Stack<object?>([value]);
        while (rest.Count > 0)
        {
            switch (rest.Pop())
            {
                case ManagedObjectReference reference:
                    reference.Client = Client;
                    break;
                case Array items:
                    foreach (var item in items) rest.Push(item);
                    break;
                case DynamicData data:
                    var elements = VimTypes.ElementsOf(data.GetType());
                    foreach (var element in elements.Where(static one => one.MayRefer)) rest.Push(element.Get(data));
                    break;
            }
        }

        return value;
    }

    private static string NameIn(string path) => VimTypes.Lower(Root(path));
}
