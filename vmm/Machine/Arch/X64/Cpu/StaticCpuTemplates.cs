using Kiln.Vmm.Foundation;
using Kiln.Vmm.Model.Processors;

namespace Kiln.Vmm.Machine.Arch.X64.Cpu;

/// <summary>The static CPU templates and the processors that each supports.</summary>
internal static class StaticCpuTemplates
{
    private const uint SkylakeServer = 0x5_0654;
    private const uint CascadeLake = 0x5_0657;
    private const uint IceLake = 0x6_06A6;
    private const uint Milan = 0xA0_0F11;

    // KVM_CPUID_FLAG_SIGNIFCANT_INDEX.
    private const uint Indexed = 1;

    private const uint ArchitectureCapabilities = 0x10A;

    /// <summary>Returns the changes of a template.</summary>
    /// <exception cref="VmmFailure">The template does not support the host's processor.</exception>
    internal static CpuTemplate For(StaticCpuTemplate template, HostProcessor host)
    {
        if (template == StaticCpuTemplate.None)
        {
            return CpuTemplate.Empty;
        }
        if (host.Vendor != VendorOf(template))
        {
            throw new VmmFailure(
                $"CPU vendor mismatched between actual CPU and CPU template. {template} is for {VendorOf(template)} processors; set cpu_template to None");
        }
        if (!ProcessorsOf(template).Contains(host.Signature))
        {
            throw new VmmFailure(
                $"The current CPU model is not permitted to apply the CPU template. {template} is not for processor {host.Signature:x}; set cpu_template to None");
        }
        return template switch
        {
            StaticCpuTemplate.C3 => IvyBridge,
            StaticCpuTemplate.T2 => Haswell(extendedEcx: 0x2000_0100, extendedEdx: 0x0400_0000, _wideAddresses),
            StaticCpuTemplate.T2S => Haswell(
                0x2000_0100, 0x0400_0000, _wideAddresses, new MsrModifier(ArchitectureCapabilities, new(ulong.MaxValue, 0x0C0A_0C4C))),
            StaticCpuTemplate.T2CL => Haswell(
                0x2000_01C0, 0x07C0_0000, _wideAddresses, new MsrModifier(ArchitectureCapabilities, new(0xFFFF_FFFF_E2F5_1E00, 0))),
            _ => Haswell(0x2000_01C4, 0x0640_0000, new RegisterPattern(0x001C_0205, 0x001C_0004)),
        };
    }

    private static CpuVendor VendorOf(StaticCpuTemplate template) => template == StaticCpuTemplate.T2A ? CpuVendor.Amd : CpuVendor.Intel;

    private static ReadOnlySpan<uint> ProcessorsOf(StaticCpuTemplate template) => template switch
    {
        StaticCpuTemplate.T2S => [SkylakeServer, CascadeLake],
        StaticCpuTemplate.T2CL => [CascadeLake, IceLake],
        StaticCpuTemplate.T2A => [Milan],
        _ => [SkylakeServer, CascadeLake, IceLake],
    };

    // Register ebx of leaf 0x80000008.
    private static readonly RegisterPattern _wideAddresses = new(0x200, 0);

    private static readonly CpuidModifier[] _stateComponents =
    [
        new(0xD, 0, Indexed) { Eax = new(0x2F8, 0) },
        new(0xD, 1, Indexed) { Eax = new(0xE, 0) },
    ];

    private static CpuTemplate IvyBridge => new(
        [],
        [
            new(1, 0, 0) { Eax = new(0x0FFF_3FFF, 0x3_06E4), Ecx = new(0x0040_DD3C, 0), Edx = new(0xA864_1080, 0x1080) },
            new(7, 0, Indexed) { Ebx = new(0xFFAF_DD3C, 0), Ecx = new(0x4041_481E, 0), Edx = new(0xC, 0) },
            .. _stateComponents,
            new(0x8000_0001, 0, 0) { Ecx = new(0x120, 0), Edx = new(0x0400_0000, 0) },
        ],
        []);

    private static CpuTemplate Haswell(uint extendedEcx, uint extendedEdx, RegisterPattern addresses, params MsrModifier[] registers) => new(
        [],
        [
            new(1, 0, 0) { Eax = new(0x0FFF_3FFF, 0x3_06F2), Ecx = new(0x0004_CDFC, 0), Edx = new(0xE864_1080, 0x1080) },
            new(7, 0, Indexed) { Ebx = new(0xFFEF_DA14, 0x200), Ecx = new(0x4041_5F5E, 0), Edx = new(0x11C, 0) },
            .. _stateComponents,
            new(0x8000_0001, 0, 0) { Ecx = new(extendedEcx, 0), Edx = new(extendedEdx, 0) },
            new(0x8000_0008, 0, 0) { Ebx = addresses },
        ],
        registers);
}
