namespace PassthroughTools.Planning.Search;

/// <summary>A way to place a machine with several requests: a host, and for each request the pools there that may give its device.</summary>
internal sealed class Way(Destination destination, int[][] pools)
{
    public Destination Destination { get; } = destination;

    public int[][] Pools { get; } = pools;
}
