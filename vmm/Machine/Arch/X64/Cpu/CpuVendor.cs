namespace Kiln.Vmm.Machine.Arch.X64.Cpu;

/// <summary>Vendor of the host's processor.</summary>
internal enum CpuVendor
{
    /// <summary>Any vendor that Kiln does not support.</summary>
    Other,

    Intel,

    Amd,
}
