namespace Kiln.Seccomp.Bpf;

/// <summary>Where a program continues.</summary>
/// <param name="Position">The instruction, as the assembler numbers it.</param>
/// <param name="Word">
/// The offset in struct seccomp_data of the word that the accumulator holds there, or <see cref="NoWord"/> where that does not matter.
/// </param>
internal readonly record struct BpfTarget(int Position, int Word = BpfTarget.NoWord)
{
    internal const int NoWord = -1;
}
