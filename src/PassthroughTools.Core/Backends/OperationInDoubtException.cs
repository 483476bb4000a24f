namespace PassthroughTools.Backends;

#pragma warning disable CA1032, RCS1194 // made in two ways only

/// <summary>An operation was no longer waited for when its server may have accepted it.</summary>
internal sealed class OperationInDoubtException : OperationCanceledException
{
    /// <summary>Of a server that answers when it is done.</summary>
    /// <param name="inner">What ended the waiting.</param>
    /// <param name="cancellationToken">What asked to end it.</param>
    public OperationInDoubtException(Exception inner, CancellationToken cancellationToken)
        : base("Where the server had it already, it is done all the same. See: Get-PassthroughEvent", inner, cancellationToken)
    {
    }

    /// <summary>Of a server whose task goes on.</summary>
    /// <param name="server">Its name.</param>
    /// <param name="task">The task's id.</param>
    /// <param name="cancellationToken">What asked to end the waiting.</param>
    public OperationInDoubtException(string server, string task, CancellationToken cancellationToken)
        : base($"Its task {task} goes on at '{server}'. See it: Get-Task -Id {task}; stop it: Get-Task -Id {task} | Stop-Task",
            cancellationToken)
    {
    }
}
