using PassthroughTools.Backends.JsonStore;

namespace PassthroughTools.StoreWorker;

/// <summary>Holds a store's lock until its standard input ends.</summary>
internal static class Holding
{
    public static void Run(string path)
    {
        using var held = StoreLock.Acquire(new StorePaths(path), TimeSpan.FromSeconds(10), CancellationToken.None);
        Console.Out.WriteLine("held");
        Console.Out.Flush();
        Console.In.ReadToEnd();
    }
}
