namespace PassthroughTools.Backends;

#pragma warning disable CA1032, RCS1194 // made in one way only

/// <summary>What became of a server's task is not known: it may go on. The cause of the refusal that says so.</summary>
/// <param name="cause">Why its server does not tell, where an exception says it.</param>
internal sealed class LostTaskException(Exception? cause) : Exception(cause?.Message, cause);
