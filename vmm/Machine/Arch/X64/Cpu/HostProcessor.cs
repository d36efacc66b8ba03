using System.Runtime.InteropServices;
using System.Text;

namespace Kiln.Vmm.Machine.Arch.X64.Cpu;

/// <summary>The host's processor, as its CPUID instruction describes it.</summary>
internal abstract class HostProcessor
{
    /// <summary>The first of the three leaves that hold the brand string.</summary>
    internal const uint FirstBrandLeaf = 0x8000_0002;

    private const int BrandLeaves = 3;

    internal CpuVendor Vendor => VendorOf(Read(0));

    /// <summary>Family, model and stepping, in the encoding of leaf 1 eax.</summary>
    internal uint Signature => Read(1).Eax;

    /// <summary>The processor's brand string; at most 48 characters.</summary>
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

    /// <summary>The vendor that a processor names.</summary>
    /// <param name="leaf">Leaf 0.</param>
    internal static CpuVendor VendorOf(CpuidRegisters leaf) => leaf switch
    {
        { Ebx: 0x756E_6547, Edx: 0x4965_6E69, Ecx: 0x6C65_746E } => CpuVendor.Intel,
        { Ebx: 0x6874_7541, Edx: 0x6974_6E65, Ecx: 0x444D_4163 } => CpuVendor.Amd,
        _ => CpuVendor.Other,
    };

    /// <summary>Executes the CPUID instruction.</summary>
    /// <param name="leaf">The leaf, passed in eax.</param>
    /// <param name="subleaf">The subleaf, passed in ecx.</param>
    internal abstract CpuidRegisters Read(uint leaf, uint subleaf = 0);
}
