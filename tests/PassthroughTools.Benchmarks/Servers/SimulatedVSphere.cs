using System.Diagnostics;

namespace PassthroughTools.Benchmarks.Servers;

/// <summary>
/// A vCenter of govmomi's simulator (tests/VSphereSimulator) that shows an inventory file. Ends with this object.
/// </summary>
internal sealed class SimulatedVSphere : IDisposable
{
    private static readonly string Folder = Path.Combine(Engine.Repository, "out", "VSphereSimulator");

    private readonly Process process;

    public SimulatedVSphere(string inventory)
    {
        process = Process.Start(new ProcessStartInfo(Program, ["-user", "me", "-password", "pw", "-inventory", inventory])
        {
            UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true,
        })!;
        Address = process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("The simulator ended.");
        Control = process.StandardOutput.ReadLine()!;
    }

    /// <summary>The simulator; ./build.sh bench builds it where it can.</summary>
    public static string Program => Path.Combine(Folder, "simulator");

    /// <summary>The client that is compared with; built with it.</summary>
    public static string Govc => Path.Combine(Folder, "govc");

    public string Address { get; }

    /// <summary>Where its calls are counted.</summary>
    public string Control { get; }

    public void Dispose()
    {
        process.StandardInput.Close();
        process.WaitForExit();
        process.Dispose();
    }
}
