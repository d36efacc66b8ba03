namespace Kiln.Vmm.Machine.Arch.X64.Cpu;

/// <summary>The registers that the CPUID instruction returns.</summary>
internal readonly record struct CpuidRegisters(uint Eax, uint Ebx, uint Ecx, uint Edx);
