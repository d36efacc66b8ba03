using System.Runtime.InteropServices;
using Kiln.Linux.Abi;

namespace Kiln.Vmm.Devices.Acpi;

/// <summary>The VMClock page (VMClock specification, version 1); the rest of the page is zero.</summary>
[NotInHeader("linux/vmclock-abi.h is younger than the headers of most systems; a test has its offsets")]
[StructLayout(LayoutKind.Sequential)]
internal struct vmclock_abi
{
    /// <summary>0x4B4C4356: "VCLK".</summary>
    public uint magic;

    /// <summary>The length of the page in bytes.</summary>
    public uint size;

    /// <summary>The version of the specification, 1.</summary>
    public ushort version;

    /// <summary>The counter that the time fields refer to (VMCLOCK_COUNTER_*); 0xFF for none.</summary>
    public byte counter_id;

    /// <summary>The time scale of the time fields (VMCLOCK_TIME_*).</summary>
    public byte time_type;

    /// <summary>A seqlock count: odd while the fields below change.</summary>
    public uint seq_count;

    /// <summary>Changes when the guest's clock may have jumped, as after a migration or restore.</summary>
    public ulong disruption_marker;

    /// <summary>Which of the optional fields are valid (VMCLOCK_FLAG_*).</summary>
    public ulong flags;

    public ushort pad;

    /// <summary>The quality of the time (VMCLOCK_STATUS_*); 0 for unknown.</summary>
    public byte clock_status;

    /// <summary>How leap seconds are smeared (VMCLOCK_SMEARING_*).</summary>
    public byte leap_second_smearing_hint;

    /// <summary>TAI minus UTC, in seconds.</summary>
    public ushort tai_offset_sec;

    /// <summary>Whether a leap second is pending (VMCLOCK_LEAP_*).</summary>
    public byte leap_indicator;

    /// <summary>An additional right shift of the counter's period.</summary>
    public byte counter_period_shift;

    /// <summary>The value of the counter at <see cref="time_sec"/>.</summary>
    public ulong counter_value;

    /// <summary>The period of the counter, in units of 2^-(64 + counter_period_shift) s.</summary>
    public ulong counter_period_frac_sec;

    /// <summary>The estimated error of the period, in the same units.</summary>
    public ulong counter_period_esterror_rate_frac_sec;

    /// <summary>The maximum error of the period, in the same units.</summary>
    public ulong counter_period_maxerror_rate_frac_sec;

    /// <summary>The time in whole seconds since the epoch.</summary>
    public ulong time_sec;

    /// <summary>The fraction of a second, in units of 2^-64 s.</summary>
    public ulong time_frac_sec;

    /// <summary>The estimated error of the time, in nanoseconds.</summary>
    public ulong time_esterror_nanosec;

    /// <summary>The maximum error of the time, in nanoseconds.</summary>
    public ulong time_maxerror_nanosec;

    /// <summary>Changes when the machine is restored from a snapshot.</summary>
    public ulong vm_generation_counter;
}
