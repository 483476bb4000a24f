namespace VMware.Vim;

/// <summary>An LSI Logic SAS controller.</summary>
public sealed class VirtualLsiLogicSASController : VirtualSCSIController;
