using Kiln.Linux.Abi;

namespace Kiln.Seccomp.Bpf;

/// <summary>What the kernel takes as a program.</summary>
[CHeader("linux/bpf_common.h")]
public static class BpfLimits
{
    /// <summary>The most instructions of one program.</summary>
    public const int BPF_MAXINSNS = 4096;
}
