using PassthroughTools.Errors;

namespace PassthroughTools.Sessions;

/// <summary>A vCenter or ESXi: recognised, so that it is refused as what it is.</summary>
internal sealed class VSphereConnector : Connector
{
    public override BackendKind Kind => BackendKind.VSphere;

    public override VIServer Connect(ConnectOptions options) => throw new PassthroughException(
        ErrorId.NotSupportedByBackend,
        $"'{options.Target}' is a vSphere target, and this version of PassthroughTools connects local stores and control planes only. "
        + "Give a path that ends in .json, or an address that begins with https://.",
        options.Target);

    public override IEnumerable<string> ShortNames(VIServer server) => [];

    public override bool IsTarget(string text, VIServer server, Func<string, string> fileSystemPath) => false;

    private protected override bool Recognises(string target, Func<string, string> fileSystemPath) => true;
}
