namespace Kiln.Vmm.Machine.Arch.X64.Cpu;

/// <summary>What the CPUID instruction answers.</summary>
/// <param name="Eax">Result.</param>
/// <param name="Ebx">Result.</param>
/// <param name="Ecx">Result.</param>
/// <param name="Edx">Result.</param>
internal readonly record struct CpuidRegisters(uint Eax, uint Ebx, uint Ecx, uint Edx);
