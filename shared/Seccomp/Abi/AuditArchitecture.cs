using Kiln.Linux.Abi;

namespace Kiln.Seccomp.Abi;

/// <summary>Architecture identifiers in struct seccomp_data.</summary>
[CHeader("linux/audit.h")]
public enum AuditArchitecture : uint
{
    /// <summary>x86_64; the x32 ABI has the same value and sets a bit in the call number.</summary>
    AUDIT_ARCH_X86_64 = 0xC000003E,

    AUDIT_ARCH_AARCH64 = 0xC00000B7,
}
