using PassthroughTools.Errors;
using Shouldly;
using Xunit;

namespace PassthroughTools.Module.Tests.Behaviour;

/// <summary>That <see cref="ErrorRecordTests"/> leaves no id out.</summary>
public sealed class ErrorIdCoverageTests
{
    private const string OfAServer = "only a control plane says it; ServerRefusalTests has it";

    /// <summary>Ids that no row raises, and why.</summary>
    private static readonly Dictionary<ErrorId, string> NotRaised = new()
    {
        [ErrorId.ConcurrentChange] = "needs a control plane; pester/ControlPlane.Tests.ps1 has it",
        [ErrorId.OperationTimeout] = "needs a control plane; pester/ControlPlane.Tests.ps1 has it",
        [ErrorId.PlanNotFeasible] = "needs a plan; pester/MaintenancePlan.Tests.ps1 has it",
        [ErrorId.PlanEnded] = "needs a plan that was restored; pester/MaintenancePlan.Tests.ps1 has it",
        [ErrorId.StoreLocked] = "takes the ten seconds of a writer's patience; StopTests has the wait",
        [ErrorId.StoreWriteFailed] = "needs a full disk",
        [ErrorId.RequestMalformed] = OfAServer,
        [ErrorId.RouteNotFound] = OfAServer,
        [ErrorId.MethodNotAllowed] = OfAServer,
        [ErrorId.RequestTooSlow] = OfAServer,
        [ErrorId.RequestTooLarge] = OfAServer,
        [ErrorId.MediaTypeNotSupported] = OfAServer,
        [ErrorId.TooManyRequests] = OfAServer,
        [ErrorId.TooManyStreams] = OfAServer,
        [ErrorId.ServerBusy] = OfAServer,
        [ErrorId.TokensUnavailable] = OfAServer,
        [ErrorId.ServerFailed] = OfAServer,
        [ErrorId.RefusedByServer] = OfAServer,
    };

    [Fact]
    public void EveryIdHasARowOrAReason() =>
    ErrorRecordTests.Rows.Select(static row => (ErrorId)row[1]).Distinct().Concat(NotRaised.Keys)
        .ShouldBe(Enum.GetValues<ErrorId>(), ignoreOrder: true);
}
