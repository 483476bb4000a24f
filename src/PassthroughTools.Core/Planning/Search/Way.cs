namespace PassthroughTools.Planning.Search;

/// <summary>
/// A way to place a machine with several requests: a host, and for each request the pools there that may give its device.
/// </summary>
internal sealed class Way(Destination destination, int[][] pools)
{
    private string? form;

    public Destination Destination { get; } = destination;

    public int[][] Pools { get; } = pools;

    /// <summary>
    /// What tells the ways of one machine to one host apart: the kinds of device, which alike hosts number alike.
    /// </summary>
    public string Form => form ??= FormOf();

    private string FormOf()
    {
        var key = new KeyText();
        foreach (var accepted in Pools)
        {
            key.Add(accepted.Length);
            foreach (int pool in accepted) key.Add(pool - Destination.Pools[0].Index);
        }

        return key.ToString();
    }
}
