using System.Runtime.InteropServices;
using Kiln.Linux.Abi;

namespace Kiln.Vmm.Devices.Acpi;

/// <summary>What a guest is told of the clocks of its host, at the start of a page of zeros.</summary>
[NotInHeader("linux/vmclock-abi.h is younger than the headers of most systems; a test has its offsets")]
[StructLayout(LayoutKind.Sequential)]
internal struct vmclock_abi
{
    /// <summary>0x4B4C4356: "VCLK".</summary>
    public uint magic;

    /// <summary>Bytes of the page.</summary>
    public uint size;

    /// <summary>1.</summary>
    public ushort version;

    /// <summary>Which counter the times below are by.</summary>
    public byte counter_id;

    /// <summary>Which time they are.</summary>
    public byte time_type;

    /// <summary>Odd while what follows changes.</summary>
    public uint seq_count;

    /// <summary>Changes when the guest's clock cannot be trusted any more.</summary>
    public ulong disruption_marker;

    /// <summary>Which of the other fields hold something.</summary>
    public ulong flags;

    /// <summary>Zero.</summary>
    public ushort pad;

    /// <summary>How good the time is.</summary>
    public byte clock_status;

    /// <summary>How leap seconds are spread.</summary>
    public byte leap_second_smearing_hint;

    /// <summary>Seconds from UTC to TAI.</summary>
    public ushort tai_offset_sec;

    /// <summary>Whether a leap second comes.</summary>
    public byte leap_indicator;

    /// <summary>The exponent of the counter's period.</summary>
    public byte counter_period_shift;

    /// <summary>The counter at the time below.</summary>
    public ulong counter_value;

    /// <summary>The counter's period, in fractions of a second.</summary>
    public ulong counter_period_frac_sec;

    /// <summary>How wrong it is by estimate.</summary>
    public ulong counter_period_esterror_rate_frac_sec;

    /// <summary>How wrong it is at most.</summary>
    public ulong counter_period_maxerror_rate_frac_sec;

    /// <summary>The time, seconds.</summary>
    public ulong time_sec;

    /// <summary>The time, fractions of a second.</summary>
    public ulong time_frac_sec;

    /// <summary>How wrong it is by estimate, nanoseconds.</summary>
    public ulong time_esterror_nanosec;

    /// <summary>How wrong it is at most, nanoseconds.</summary>
    public ulong time_maxerror_nanosec;

    /// <summary>Changes when the machine goes on from a snapshot.</summary>
    public ulong vm_generation_counter;
}
