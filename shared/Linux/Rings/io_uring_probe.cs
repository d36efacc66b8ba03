using System.Runtime.InteropServices;
using Kiln.Linux.Abi;

namespace Kiln.Linux.Rings;

/// <summary>The header of a probe result; one io_uring_probe_op per opcode follows.</summary>
[CHeader("linux/io_uring.h")]
[StructLayout(LayoutKind.Sequential)]
public unsafe struct io_uring_probe
{
    /// <summary>The highest known opcode.</summary>
    public byte last_op;

    /// <summary>The number of records that follow.</summary>
    public byte ops_len;

    public ushort resv;

    public fixed uint resv2[3];
}

/// <summary>The probe result of one opcode.</summary>
[CHeader("linux/io_uring.h")]
[StructLayout(LayoutKind.Sequential)]
public struct io_uring_probe_op
{
    public RingOperation op;

    public byte resv;

    public RingProbe flags;

    public uint resv2;
}
