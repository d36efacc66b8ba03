using System.Runtime.InteropServices;
using Kiln.Linux.Abi;

namespace Kiln.Linux.Descriptors;

/// <summary>struct epoll_event, with its data as a token.</summary>
[NotInHeader("the typed view of epoll_event; a test compares its layout with Tmds.LibC's epoll_event")]
[StructLayout(LayoutKind.Explicit, Size = 12)]
public struct EpollEvent
{
    [FieldOffset(0)]
    public EpollEvents Events;

    /// <summary>The token given when the descriptor was added.</summary>
    [FieldOffset(4)]
    public ulong Token;
}
