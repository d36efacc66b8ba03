namespace Kiln.Seccomp.Bpf;

/// <summary>Rules need more instructions than the kernel takes.</summary>
/// <param name="needed">How many they need.</param>
public sealed class ProgramTooLargeException(int needed)
    : Exception($"the rules need {needed} instructions, of which {BpfLimits.BPF_MAXINSNS} can be; confine fewer calls, or shorten lists");
