using Kiln.Linux.Errors;
using Kiln.Vmm.Kvm;
using Kiln.Vmm.State;

namespace Kiln.Vmm.Machine.Arch.X64.Registers;

/// <summary>
/// The rate of a guest's time stamp counter. The guest measured it or was told at boot and relies on it: a host with another rate must scale the
/// counter, or the guest's time would drift.
/// </summary>
/// <param name="canScale">Whether the host's processor can scale the counter.</param>
internal sealed class TimeStampRate(bool canScale)
{
    // Parts per million by which kernels of hosts with the same nominal rate measure it differently; NTP corrects up to 500.
    private const ulong Tolerance = 250;

    private const string Field = "tsc_khz";

    /// <summary>Sets a processor to a saved rate; call it before setting its other state.</summary>
    /// <param name="vcpu">The processor, at the host's rate.</param>
    /// <param name="saved">The rate in kHz; 0 when the host that saved it did not know it.</param>
    /// <exception cref="StateFailure">The host's rate differs and it cannot scale.</exception>
    internal void Set(KvmVcpu vcpu, uint saved, ref StateReader state)
    {
        uint host = vcpu.TimeStampRate;
        if (saved == 0 || host == 0 || IsSame(saved, host))
        {
            return;
        }
        if (!canScale)
        {
            throw state.Refuse(Field, $"it is {saved} kHz, and {host} kHz on this host, whose processor cannot scale: load it on a host of that rate");
        }
        try
        {
            vcpu.SetTimeStampRate(saved);
        }
        catch (LinuxException refusal)
        {
            throw state.Refuse(Field, $"it is {saved} kHz, and KVM cannot scale {host} kHz to it ({refusal.Error.Errno}): load it on a host of that rate");
        }
    }

    private static bool IsSame(ulong saved, ulong host) => Math.Max(saved, host) - Math.Min(saved, host) <= saved * Tolerance / 1_000_000;
}
