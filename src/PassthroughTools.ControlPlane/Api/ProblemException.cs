using System;

namespace PassthroughTools.ControlPlane.Api;

/// <summary>A refusal of the HTTP interface itself.</summary>
internal sealed class ProblemException(Problem problem) : Exception(problem.Detail)
{
    public Problem Problem { get; } = problem;
}
