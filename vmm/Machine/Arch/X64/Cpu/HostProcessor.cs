using System.Runtime.InteropServices;
using System.Text;

namespace Kiln.Vmm.Machine.Arch.X64.Cpu;

/// <summary>The processor that the monitor runs on, by what its CPUID instruction answers.</summary>
internal abstract class HostProcessor
{
    /// <summary>The first of the three leaves that hold the brand string.</summary>
    internal const uint FirstBrandLeaf = 0x8000_0002;

    private const int BrandLeaves = 3;

    /// <summary>Who made it.</summary>
    internal CpuVendor Vendor => Read(0) switch
    {
        { Ebx: 0x756E_6547, Edx: 0x4965_6E69, Ecx: 0x6C65_746E } => CpuVendor.Intel,
        { Ebx: 0x6874_7541, Edx: 0x6974_6E65, Ecx: 0x444D_4163 } => CpuVendor.Amd,
        _ => CpuVendor.Other,
    };

    /// <summary>Family, model and stepping, as leaf 1 has them in eax.</summary>
    internal uint Signature => Read(1).Eax;

    /// <summary>What the processor calls itself; at most 48 characters.</summary>
    internal string Brand
    {
        get
        {
            StringBuilder brand = new();
            for (uint leaf = FirstBrandLeaf; leaf < FirstBrandLeaf + BrandLeaves; leaf++)
            {
                CpuidRegisters part = Read(leaf);
                brand.Append(Encoding.Latin1.GetString(MemoryMarshal.AsBytes((ReadOnlySpan<uint>)[part.Eax, part.Ebx, part.Ecx, part.Edx])));
            }
            return brand.ToString().TrimEnd('\0');
        }
    }

    /// <summary>Executes the instruction.</summary>
    /// <param name="leaf">The leaf, given in eax.</param>
    /// <param name="subleaf">The subleaf, given in ecx.</param>
    internal abstract CpuidRegisters Read(uint leaf, uint subleaf = 0);
}
