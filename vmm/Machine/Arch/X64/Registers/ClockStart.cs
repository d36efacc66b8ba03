namespace Kiln.Vmm.Machine.Arch.X64.Registers;

/// <summary>Where KVM's paravirtual clock resumes in a loaded machine. A guest that uses another clock is unaffected.</summary>
internal enum ClockStart
{
    /// <summary>At its saved value: the guest's time lags by as long as the machine was suspended.</summary>
    Saved,

    /// <summary>At its saved value plus the real time elapsed since the save.</summary>
    RealTime,
}
