namespace Kiln.Vmm.Control.Devices;

/// <summary>How a guest asks for its metadata.</summary>
internal enum MmdsVersion
{
    /// <summary>By a request alone. Deprecated.</summary>
    V1,

    /// <summary>With a token that it asks for first.</summary>
    V2,
}
