namespace Kiln.Seccomp.Bpf;

/// <summary>Rules need more instructions than the kernel accepts.</summary>
/// <param name="needed">The number of instructions needed.</param>
public sealed class ProgramTooLargeException(int needed)
    : Exception($"the rules need {needed} instructions, of which {BpfLimits.BPF_MAXINSNS} can be; confine fewer calls, or shorten lists");
