namespace PassthroughTools.Capabilities;

/// <summary>What a technology may give a virtual machine of the hardware, for which features are given up.</summary>
public enum TechnologyOffer : long
{
    /// <summary>The performance of the hardware itself: latency and packet rate near native.</summary>
    Latency,

    /// <summary>RDMA by RoCE.</summary>
    RdmaRoce,

    /// <summary>RDMA by every protocol that the device supports.</summary>
    RdmaAll,

    /// <summary>Several virtual machines share one physical device.</summary>
    Sharing,

    /// <summary>A GPU in the virtual machine.</summary>
    Gpu,
}
