using PassthroughTools.ControlPlane.Security;

namespace PassthroughTools.ControlPlane.Tests.Security.Support;

/// <summary>A folder of its own for a file of tokens, deleted afterwards.</summary>
internal sealed class TokenFolder : IDisposable
{
    public TokenFolder() => Store = FileTokenStore.Beside(System.IO.Path.Combine(Folder, "lab.json"));

    public string Folder { get; } = Directory.CreateTempSubdirectory("tokens-").FullName;

    public string Path => System.IO.Path.Combine(Folder, "lab.tokens.json");

    public FileTokenStore Store { get; }

    /// <summary>What a process that opens the file now sees.</summary>
    public IReadOnlyList<AccessToken> Tokens() =>
        new FileTokenStore(Path).ReadAsync(CancellationToken.None).GetAwaiter().GetResult();

    /// <summary>Everything in the folder's files.</summary>
    public string Contents() => string.Concat(Directory.GetFiles(Folder).Order(StringComparer.Ordinal).Select(File.ReadAllText));

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
