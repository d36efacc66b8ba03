using Kiln.Linux.Abi;

namespace Kiln.Seccomp.Bpf;

/// <summary>Kernel limits for a BPF program.</summary>
[CHeader("linux/bpf_common.h")]
public static class BpfLimits
{
    /// <summary>The most instructions of one program.</summary>
    public const int BPF_MAXINSNS = 4096;
}
