using System.Runtime.CompilerServices;
using Kiln.Linux.Abi;
using Tmds.Linux;

namespace Kiln.Linux.Signals;

/// <summary>
/// A write among the last calls of a process, to a descriptor that must not block: the write is skipped unless poll(2) reports that it would
/// not block.
/// </summary>
[NotInHeader("not the kernel's; only this library reads it")]
public unsafe struct LastWrite
{
    internal LastCall Poll;

    internal LastCall Write;

    private pollfd _target;

    /// <summary>How much to write: all or nothing. Computed without a branch, see <see cref="SignalSafe"/>.</summary>
    internal readonly nint Accepted => Write.Third * ((_target.revents & LibC.POLLOUT) / LibC.POLLOUT);

    internal void Leave()
    {
        Poll = LastCall.Nothing;
        Write = LastCall.Nothing;
    }

    /// <summary>Sets the text to write. This struct and the text must be in memory that the collector does not move.</summary>
    /// <param name="length">Length in bytes.</param>
    public void Say(int descriptor, byte* text, int length)
    {
        _target.fd = descriptor;
        _target.events = (short)LibC.POLLOUT;
        Poll = new LastCall { Number = (nint)SystemCall.SYS_poll, First = (nint)Unsafe.AsPointer(ref _target), Second = 1 };
        Write = new LastCall { Number = (nint)SystemCall.SYS_write, First = descriptor, Second = (nint)text, Third = length };
    }
}
