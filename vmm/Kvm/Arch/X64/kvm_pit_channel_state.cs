using System.Runtime.InteropServices;
using Kiln.Linux.Abi;

namespace Kiln.Vmm.Kvm.Arch.X64;

/// <summary>State of one of the PIT's three counters.</summary>
[CHeader("asm/kvm.h")]
[StructLayout(LayoutKind.Sequential)]
internal struct kvm_pit_channel_state
{
    /// <summary>Reload value, 1 to 65536.</summary>
    public uint count;

    /// <summary>The latched count, which reads return.</summary>
    public ushort latched_count;

    /// <summary>Whether a count is latched, and which bytes of it are unread.</summary>
    public byte count_latched;

    /// <summary>Whether the next read returns the status.</summary>
    public byte status_latched;

    public byte status;

    /// <summary>Which byte of the count is read next.</summary>
    public byte read_state;

    /// <summary>Which byte of the count is written next.</summary>
    public byte write_state;

    /// <summary>The low byte of a two-byte write.</summary>
    public byte write_latch;

    /// <summary>Which bytes of the count are accessed: low, high or both.</summary>
    public byte rw_mode;

    /// <summary>Counter mode, 0 to 5.</summary>
    public byte mode;

    /// <summary>Whether the counter counts in BCD.</summary>
    public byte bcd;

    /// <summary>Level of the gate input; the counter runs while it is high.</summary>
    public byte gate;

    /// <summary>When counting started, in nanoseconds of the host's clock.</summary>
    public long count_load_time;
}
