namespace Kiln.Vmm.Model.Processors;

/// <summary>The templates that machine-config names; kept for clients made for Firecracker.</summary>
internal enum StaticCpuTemplate
{
    /// <summary>No template.</summary>
    None,

    /// <summary>Intel: as an EC2 C3, an Ivy Bridge.</summary>
    C3,

    /// <summary>Intel: as an EC2 T2, a Haswell.</summary>
    T2,

    /// <summary>T2 with the same speculation features on Skylake and Cascade Lake.</summary>
    T2S,

    /// <summary>T2 with the same speculation features on Cascade Lake and Ice Lake.</summary>
    T2CL,

    /// <summary>AMD Milan with the features of T2CL.</summary>
    T2A,
}
