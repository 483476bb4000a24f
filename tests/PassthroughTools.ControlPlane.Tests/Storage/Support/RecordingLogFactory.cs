using Microsoft.Extensions.Logging;
using PassthroughTools.ControlPlane.Storage.Postgres;

namespace PassthroughTools.ControlPlane.Tests.Storage.Support;

/// <summary>Makes loggers that write to one <see cref="RecordingLog"/>.</summary>
internal sealed class RecordingLogFactory : ILoggerProvider
{
    private readonly LoggerFactory factory = new();

    public RecordingLogFactory() => factory.AddProvider(this);

    public RecordingLog Log { get; } = new();

    public ILogger<PostgresRefusalLog> CreateLogger() => factory.CreateLogger<PostgresRefusalLog>();

    ILogger ILoggerProvider.CreateLogger(string categoryName) => Log;

    void IDisposable.Dispose() => factory.Dispose();
}
