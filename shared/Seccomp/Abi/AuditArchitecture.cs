using Kiln.Linux.Abi;

namespace Kiln.Seccomp.Abi;

/// <summary>Architectures as filters see them.</summary>
[CHeader("linux/audit.h")]
public enum AuditArchitecture : uint
{
    /// <summary>64-bit x86; the x32 convention has the same value and a bit in its numbers.</summary>
    AUDIT_ARCH_X86_64 = 0xC000003E,

    /// <summary>64-bit Arm.</summary>
    AUDIT_ARCH_AARCH64 = 0xC00000B7,
}
