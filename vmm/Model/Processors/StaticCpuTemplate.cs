namespace Kiln.Vmm.Model.Processors;

/// <summary>The static CPU templates of <c>/machine-config</c>, for clients written for Firecracker.</summary>
internal enum StaticCpuTemplate
{
    None,

    /// <summary>Intel: like an EC2 C3 instance (Ivy Bridge).</summary>
    C3,

    /// <summary>Intel: like an EC2 T2 instance (Haswell).</summary>
    T2,

    /// <summary>T2, with the same speculation features on Skylake and Cascade Lake.</summary>
    T2S,

    /// <summary>T2, with the same speculation features on Cascade Lake and Ice Lake.</summary>
    T2CL,

    /// <summary>AMD Milan, with the features of T2CL.</summary>
    T2A,
}
