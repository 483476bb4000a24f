namespace PassthroughTools.Module.Tests.Support;

/// <summary>A fresh store with the hosts and machines of lab.json, in a folder of its own.</summary>
internal sealed class Lab : IDisposable
{
    public Lab()
    {
        Folder = Directory.CreateTempSubdirectory("passthrough-module-").FullName;
        Store = Path.Combine(Folder, "lab.json");
        using var source = typeof(Lab).Assembly.GetManifestResourceStream("lab.json")!;
        using var file = File.Create(Store);
        source.CopyTo(file);
    }

    public string Folder { get; }

    public string Store { get; }

    /// <summary>The file that a writer locks.</summary>
    public string Lock => Path.Combine(Folder, "lab.lock");

    /// <summary>A session that is connected to the store.</summary>
    /// <param name="more">What else Connect-VIServer is given.</param>
    public Session Connect(string more = "")
    {
        var session = new Session();
        session["store"] = Store;
        session.Get<object>($"$server = Connect-VIServer $store {more}");
        return session;
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
