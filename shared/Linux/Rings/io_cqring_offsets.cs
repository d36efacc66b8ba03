using System.Runtime.InteropServices;
using Kiln.Linux.Abi;

namespace Kiln.Linux;

/// <summary>Where the parts of a completion ring are.</summary>
[CHeader("linux/io_uring.h")]
[StructLayout(LayoutKind.Sequential)]
public struct io_cqring_offsets
{
    /// <summary>The next completion that the process takes.</summary>
    public uint head;

    /// <summary>Behind the last completion.</summary>
    public uint tail;

    /// <summary>Completions less one.</summary>
    public uint ring_mask;

    /// <summary>Completions that it has room for.</summary>
    public uint ring_entries;

    /// <summary>Completions that found no room.</summary>
    public uint overflow;

    /// <summary>The completions.</summary>
    public uint cqes;

    /// <summary>Whether the eventfd is signalled.</summary>
    public uint flags;

    /// <summary>Unused.</summary>
    public uint resv1;

    /// <summary>Unused.</summary>
    public ulong resv2;
}
