using System.Runtime.InteropServices;
using Kiln.Linux.Abi;

namespace Kiln.Linux.Descriptors;

/// <summary>struct epoll_event with its data as a token.</summary>
[NotInHeader("the typed view of epoll_event; a test compares its layout with Tmds.LibC's epoll_event")]
[StructLayout(LayoutKind.Explicit, Size = 12)]
public struct EpollEvent
{
    /// <summary>What is ready, or what to wait for.</summary>
    [FieldOffset(0)]
    public EpollEvents Events;

    /// <summary>What was given when the descriptor was added.</summary>
    [FieldOffset(4)]
    public ulong Token;
}
