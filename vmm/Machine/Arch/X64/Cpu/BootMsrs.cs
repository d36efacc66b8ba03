using Kiln.Linux.Errors;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Kvm;

namespace Kiln.Vmm.Machine.Arch.X64.Cpu;

/// <summary>The MSRs with which a processor enters a kernel (Intel SDM, volume 4; AMD APM, volume 2, appendix A).</summary>
internal static class BootMsrs
{
    private const ulong FastStrings = 1;

    // MTRRs are enabled, with write-back as the default memory type.
    private const ulong RangesEnabled = 1 << 11;
    private const ulong WriteBack = 6;

    private static readonly (uint Index, ulong Value)[] _values =
    [
        (0x174, 0), // SYSENTER_CS
        (0x175, 0), // SYSENTER_ESP
        (0x176, 0), // SYSENTER_EIP
        (0xC000_0081, 0), // STAR
        (0xC000_0083, 0), // CSTAR
        (0xC000_0102, 0), // KERNEL_GS_BASE
        (0xC000_0084, 0), // SYSCALL_MASK
        (0xC000_0082, 0), // LSTAR
        (0x10, 0), // TSC
        (0x1A0, FastStrings), // MISC_ENABLE
        (0x2FF, RangesEnabled | WriteBack), // MTRRdefType
    ];

    /// <exception cref="VmmFailure">KVM rejects one of the MSRs.</exception>
    /// <exception cref="LinuxException"/>
    internal static void Set(KvmVcpu vcpu)
    {
        MsrList registers = new();
        foreach ((uint index, ulong value) in _values)
        {
            registers.Add(index, value);
        }
        int taken = vcpu.SetMsrs(registers);
        if (taken != _values.Length)
        {
            throw new VmmFailure($"KVM rejects MSR 0x{_values[taken].Index:x}; use a newer kernel or another host");
        }
    }
}
