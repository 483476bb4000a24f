namespace PassthroughTools.Backends;

/// <summary>How far an operation is.</summary>
/// <param name="Percent">How much of it is done, from 0 to 100.</param>
/// <param name="Target">The name of what it is about.</param>
/// <param name="Remaining">How long it takes yet, where that is known.</param>
public sealed record OperationProgress(int Percent, string Target, TimeSpan? Remaining);
