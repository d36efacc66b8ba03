namespace Kiln.Vmm.Model.Processors;

/// <summary>The registers of a CPUID leaf.</summary>
internal enum CpuidRegister
{
    /// <summary>eax.</summary>
    Eax,

    /// <summary>ebx.</summary>
    Ebx,

    /// <summary>ecx.</summary>
    Ecx,

    /// <summary>edx.</summary>
    Edx,
}
