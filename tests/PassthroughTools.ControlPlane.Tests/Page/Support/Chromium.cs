using Microsoft.Playwright;

namespace PassthroughTools.ControlPlane.Tests.Page.Support;

/// <summary>A Chromium of the machine, driven by the driver that Playwright's package brings. Nothing is downloaded.</summary>
internal sealed class Chromium : IAsyncDisposable
{
    /// <summary>What is said where a machine has none.</summary>
    public const string Missing = "SKIPPED: no Chromium is installed (chromium, on the PATH or as /usr/bin/chromium), and "
        + "nothing of the page is tested in a browser. On Debian: apt-get install chromium";

    private readonly IPlaywright playwright;

    private Chromium(IPlaywright playwright, IBrowser browser)
    {
        this.playwright = playwright;
        Browser = browser;
    }

    public IBrowser Browser { get; }

    /// <summary>Starts it; null where there is none.</summary>
    public static async Task<Chromium?> StartAsync()
    {
        if (Find() is not { } path) return null;
        var driver = await Playwright.CreateAsync();
        try
        {
            // Without the sandbox, which root does not get; it opens nothing but the tests' own server.
            return new Chromium(driver,
                await driver.Chromium.LaunchAsync(new() { ExecutablePath = path, Args = ["--no-sandbox"], Timeout = 60_000 }));
        }
        catch
        {
            driver.Dispose();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Browser.CloseAsync();
        playwright.Dispose();
    }

    private static string? Find()
    {
        var name = OperatingSystem.IsWindows() ? "chromium.exe" : "chromium";
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator,
            StringSplitOptions.RemoveEmptyEntries);
        return folders.Append("/usr/bin").Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
    }
}
