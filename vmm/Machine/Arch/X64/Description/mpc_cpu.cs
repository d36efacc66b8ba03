using System.Runtime.InteropServices;
using Kiln.Linux.Abi;

namespace Kiln.Vmm.Machine.Arch.X64.Description;

/// <summary>Processor entry of the MP table (4.3.1).</summary>
[NotInHeader("the kernel does not export its asm/mpspec_def.h; a test reads the table by the specification")]
[StructLayout(LayoutKind.Sequential, Pack = 1)]
internal struct mpc_cpu
{
    public byte type;

    /// <summary>APIC ID of the processor.</summary>
    public byte apicid;

    /// <summary>Version of its local APIC.</summary>
    public byte apicver;

    /// <summary>Bit 0: enabled. Bit 1: bootstrap processor.</summary>
    public byte cpuflag;

    /// <summary>Signature: family, model and stepping.</summary>
    public uint cpufeature;

    /// <summary>Feature flags, as CPUID leaf 1 returns them in edx.</summary>
    public uint featureflag;

    /// <summary>Reserved, must be zero.</summary>
    public ulong reserved;
}
