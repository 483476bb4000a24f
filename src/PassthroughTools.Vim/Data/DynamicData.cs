namespace VMware.Vim;

/// <summary>
/// A data object of the vSphere Web Services API (VIM), named and made as there. A property that is null is not set. The
/// properties are declared in the order in which the API has their elements.
/// </summary>
public abstract class DynamicData;
