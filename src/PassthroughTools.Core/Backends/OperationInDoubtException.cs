namespace PassthroughTools.Backends;

#pragma warning disable CA1032, RCS1194 // made in one way only

/// <summary>An operation was no longer waited for when its server may have accepted it.</summary>
/// <param name="inner">What ended the waiting.</param>
/// <param name="cancellationToken">What asked to end it.</param>
internal sealed class OperationInDoubtException(Exception inner, CancellationToken cancellationToken)
    : OperationCanceledException("Where the server had it already, it is done all the same. See: Get-PassthroughEvent", inner, cancellationToken);
