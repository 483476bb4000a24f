namespace PassthroughTools.Planning;

/// <summary>Which RDMA protocols a workload needs.</summary>
public enum RdmaProtocol : long
{
    /// <summary>RoCE is enough.</summary>
    Roce,

    /// <summary>All that the device supports, such as InfiniBand.</summary>
    All,
}
