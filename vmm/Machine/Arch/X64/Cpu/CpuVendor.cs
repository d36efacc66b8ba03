namespace Kiln.Vmm.Machine.Arch.X64.Cpu;

/// <summary>Who made the host's processor.</summary>
internal enum CpuVendor
{
    /// <summary>Neither of the two that Kiln knows.</summary>
    Other,

    /// <summary>GenuineIntel.</summary>
    Intel,

    /// <summary>AuthenticAMD.</summary>
    Amd,
}
