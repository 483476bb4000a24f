using PassthroughTools.ControlPlane.Security;

namespace PassthroughTools.ControlPlane.Tests.Security.Support;

/// <summary>What a run of "token" gave.</summary>
internal sealed record CommandRun(int ExitCode, string Output, string Error)
{
    public string[] Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The token that "create" shows in its first line.</summary>
    public string Token => Lines[0];

    public static async Task<CommandRun> Of(ITokenStore store, TimeProvider clock, params string[] args)
    {
        using StringWriter output = new() { NewLine = "\n" }, error = new() { NewLine = "\n" };
        int exitCode = await new TokenCommand(clock).RunAsync(args, store, output, error, CancellationToken.None);
        return new CommandRun(exitCode, output.ToString(), error.ToString());
    }
}
