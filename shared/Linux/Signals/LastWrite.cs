using System.Runtime.CompilerServices;
using Kiln.Linux.Abi;
using Tmds.Linux;

namespace Kiln.Linux.Signals;

/// <summary>
/// A write that is among the last calls of a process, to a descriptor that it must not wait for: that is asked first whether it would take a byte,
/// and when it would not, nothing is written.
/// </summary>
[NotInHeader("not the kernel's; only this library reads it")]
public unsafe struct LastWrite
{
    /// <summary>Asks.</summary>
    internal LastCall Poll;

    /// <summary>Writes.</summary>
    internal LastCall Write;

    private pollfd _target;

    /// <summary>How much is written: all or nothing. Without a branch, see <see cref="SignalSafe"/>.</summary>
    internal readonly nint Accepted => Write.Third * ((_target.revents & LibC.POLLOUT) / LibC.POLLOUT);

    /// <summary>Writes nothing.</summary>
    internal void Leave()
    {
        Poll = LastCall.Nothing;
        Write = LastCall.Nothing;
    }

    /// <summary>Writes a text. This and the text are in memory that no collection moves.</summary>
    /// <param name="descriptor">Where to.</param>
    /// <param name="text">The text.</param>
    /// <param name="length">Its length in bytes.</param>
    public void Say(int descriptor, byte* text, int length)
    {
        _target.fd = descriptor;
        _target.events = (short)LibC.POLLOUT;
        Poll = new LastCall { Number = (nint)SystemCall.SYS_poll, First = (nint)Unsafe.AsPointer(ref _target), Second = 1 };
        Write = new LastCall { Number = (nint)SystemCall.SYS_write, First = descriptor, Second = (nint)text, Third = length };
    }
}
