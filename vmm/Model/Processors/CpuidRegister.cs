namespace Kiln.Vmm.Model.Processors;

/// <summary>The registers of a CPUID leaf.</summary>
internal enum CpuidRegister
{
    Eax,

    Ebx,

    Ecx,

    Edx,
}
