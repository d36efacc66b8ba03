using System.Runtime.InteropServices;
using Kiln.Vmm.Kvm;
using Kiln.Vmm.Kvm.Arch.X64;
using Kiln.Vmm.Machine.Arch.X64.Registers;
using Kiln.Vmm.State;
using Xunit;

namespace Kiln.Vmm.Tests.Machine.Arch.X64.Registers;

/// <summary>What does not fit this host or this machine is refused by section and field, with a cure.</summary>
public sealed class RefusedStateTests : IDisposable
{
    private readonly PreparedMachine _prepared = new();

    public void Dispose() => _prepared.Dispose();

    [Fact]
    public void AMachineOfMoreProcessorsIsRefused()
    {
        using GuestMachine other = new(2);

        Assert.Equal(
            "The state's section 'processors' is refused, field 'count': it is 0x1, and 0x2 in this machine: load it into a machine of the same configuration",
            Assert.Throws<StateFailure>(() => GuestMachineState.Load(other, _prepared.State)).Message);
    }

    [Fact]
    public void AnotherLengthOfTheExtendedStateIsRefused() => Refuses(
        "xsave length", 4160UL, "processors/vcpu 0", "field 'xsave': it has 4160 bytes, and 4096 on this host: load it on a host with the same processor and kernel");

    [Fact]
    public void MoreRegistersThanThereCanBeAreRefused() =>
        Refuses("msr count", 1025UL, "processors/vcpu 0", "field 'msrs': it is 1025, and at most 1024 is possible");

    [Fact]
    public void RegistersOutOfOrderAreRefused() => Refuses(
        "msr c0000083", 0xC000_0081, "processors/vcpu 0", "field 'msrs': register 0xc0000081 stands behind 0xc0000082: take the snapshot again");

    [Fact]
    public void ARegisterThatKvmHasNotIsRefused() => Refuses(
        "msr c0010015", 0xFFFF_FFF0, "processors/vcpu 0",
        "field 'msrs': register 0xfffffff0 is none that KVM has here: load it on a host with the same processor and kernel");

    [Fact]
    public void ARegisterThatTheSystemRegistersHoldIsRefused() => Refuses(
        "msr c0000081", 0xC000_0080, "processors/vcpu 0", "field 'msrs': register 0xc0000080 is one of sregs: take the snapshot again");

    // Prediction barriers can be commanded, and not read.
    [Fact]
    public void ARegisterThatCannotBeReadIsRefused() => Refuses(
        "msr 8b", 0x49, "processors/vcpu 0", "field 'msrs': register 0x49 is none that KVM has here");

    [Fact]
    public void AValueThatKvmDoesNotTakeIsRefused() => Refuses(
        "msr 2ff", ulong.MaxValue, "processors/vcpu 0",
        "field 'msrs': register 0x2ff has a value that KVM does not take here: load it on a host with the same processor and kernel", at: sizeof(uint));

    [Fact]
    public void ControlRegistersThatContradictEachOtherAreRefused() => Refuses(
        "sregs", 1UL << 63, "processors/vcpu 0", "field 'sregs': KVM does not take it (EINVAL", at: Offset<kvm_sregs>(nameof(kvm_sregs.cr4)));

    [Fact]
    public void ALeafThatIsCutOffIsRefused() => Refuses(
        "cpuid2 length", 39UL, "processors/vcpu 0", "field 'cpuid2': 39 bytes are no whole leaves of 40: take the snapshot again");

    [Fact]
    public void ARateThatTheHostHasNotIsRefusedOrScaled()
    {
        uint host = _prepared.Machine.Vcpus[0].TimeStampRate;
        Assert.NotEqual(0u, host);
        if (!_prepared.Machine.System.Has(KvmCapability.KVM_CAP_TSC_CONTROL))
        {
            Refuses("tsc_khz", host + (host / 1000), "processors/vcpu 0", "on this host, whose processor cannot scale: load it on a host of that rate");
            return;
        }
        using GuestMachine other = _prepared.Machine.Successor();
        GuestMachineState.Load(other, _prepared.Changed("tsc_khz", 0, host + (host / 1000)));
        Assert.Equal(host + (host / 1000), other.Vcpus[0].TimeStampRate);
    }

    [Fact]
    public void FlagsOfTheTimerThatKvmDoesNotKnowAreRefused() => Refuses(
        "pit2", 0x80u, "chips", "field 'pit2': its flags are 0x80, which KVM does not know", at: Offset<kvm_pit_state2>(nameof(kvm_pit_state2.flags)));

    [Fact]
    public void RealTimeThatWasNotSavedIsRefused()
    {
        byte[] state = _prepared.Changed("realtime known", 0, (byte)0);
        using GuestMachine other = _prepared.Machine.Successor();
        using GuestMachineState loading = new(other);
        StateFailure failure = Assert.Throws<StateFailure>(() => loading.Load(state, ClockStart.RealTime));

        Assert.Equal(("chips", "realtime"), (failure.Section, failure.Field));
        Assert.Contains("clock_realtime requested but not present in the snapshot state", failure.Message, StringComparison.Ordinal);
        loading.Load(state);
    }

    private static int Offset<T>(string field) => (int)Marshal.OffsetOf<T>(field);

    private void Refuses<T>(string place, T changed, string section, string part, int at = 0)
        where T : unmanaged
    {
        using GuestMachine other = _prepared.Machine.Successor();
        StateFailure failure = Assert.Throws<StateFailure>(() => GuestMachineState.Load(other, _prepared.Changed(place, at, changed)));
        Assert.Equal(section, failure.Section);
        Assert.Contains(part, failure.Message, StringComparison.Ordinal);
    }
}
