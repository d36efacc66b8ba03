using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Kiln.Linux.Abi;
using Kiln.Linux.Calls;
using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Kiln.Linux.Mounts;
using Kiln.Linux.Signals;
using Tmds.Linux;

namespace Kiln.Linux.Processes;

/// <summary>
/// Makes the calls of a sequence in a new process, in three parts: the child is made and waits; it is let go; it says which call failed, or
/// becomes a program. When this process ends before it has let the child go, the child ends too.
/// </summary>
/// <remarks>
/// The child is a copy of the calling thread alone (clone(2) without CLONE_VM). Between clone and execve it makes system calls that stand in
/// the sequence, and runs no managed code but the loops of this class and of <see cref="CallSequence"/>, which neither allocate nor wait.
/// </remarks>
public sealed unsafe class ChildLaunch : IDisposable
{
    [NotInHeader("the index by which the process in the middle reports the child that it made; the child's own reports have others")]
    private const int MadeChild = -1;

    [NotInHeader("Signal.SIGCHLD, as clone(2) takes it among its flags")]
    private const int EndSignal = (int)Signal.SIGCHLD;

    private readonly CallSequence _sequence = new();
    private readonly CallSequence _rest;
    private readonly OwnedDescriptor _release;
    private readonly OwnedDescriptor _reports;
    private OwnedDescriptor? _releaseEnd;
    private OwnedDescriptor? _reportEnd;

    /// <summary>Prepares a child.</summary>
    /// <param name="rest">What it does once it is let go; ends with execve.</param>
    /// <exception cref="LinuxException">No descriptors are left.</exception>
    public ChildLaunch(CallSequence rest)
    {
        _rest = rest;
        (_releaseEnd, _release) = Pipe();
        (_reports, _reportEnd) = Pipe();
        // While it holds an end of its own it would never see the pipe end.
        _sequence.Add("close the pipe", SystemCall.SYS_close, (nuint)_release.Descriptor.Number);
        nuint room = (nuint)NativeMemory.Alloc(1);
        _sequence.Add("wait for the parent", 1, SystemCall.SYS_read, (nuint)_releaseEnd.Descriptor.Number, room, 1);
    }

    /// <summary>Makes the child.</summary>
    /// <param name="namespaces">Namespaces that it gets of its own.</param>
    /// <returns>Its number in this process's pid namespace.</returns>
    /// <exception cref="LinuxException">The kernel refused.</exception>
    public int Start(NamespaceFlags namespaces)
    {
        int child = Fork(_sequence.Calls, _sequence.Count, _rest.Calls, _rest.Count, _reportEnd!.Descriptor.Number, (int)namespaces);
        return Started(child < 0 ? throw Refused(-child) : child);
    }

    /// <summary>
    /// Makes the child by a process in the middle that leads a new session and ends at once: the child belongs to no terminal, can never get
    /// one, and whoever adopts orphans is its parent (daemon(7)).
    /// </summary>
    /// <param name="namespaces">Namespaces that it gets of its own.</param>
    /// <returns>Its number in this process's pid namespace.</returns>
    /// <exception cref="LinuxException">The kernel refused.</exception>
    public int StartDetached(NamespaceFlags namespaces)
    {
        int middle = ForkTwice(_sequence.Calls, _sequence.Count, _rest.Calls, _rest.Count, _reportEnd!.Descriptor.Number, (int)namespaces);
        Started(middle < 0 ? throw Refused(-middle) : middle);
        _ = Native.Raw(SystemCall.SYS_wait4, (nuint)middle);
        CallFailure report = Receive() ?? throw Refused(Errno.ECHILD.Number);
        return report.Index == MadeChild && report.Number > 0 ? report.Number : throw Refused(-report.Number);
    }

    /// <summary>Lets the child go, and waits until it has become its program or cannot.</summary>
    /// <returns>Null, or the call of the sequence that failed.</returns>
    /// <exception cref="LinuxException">The child has ended before it was let go.</exception>
    public CallFailure? Release()
    {
        IoResult written = _release.Descriptor.Write([1]);
        return written.Failed ? throw new LinuxException(new SystemError(written.Errno, "write", "the child's pipe")) : Receive();
    }

    /// <summary>Closes the pipes; a child that was not let go ends.</summary>
    public void Dispose()
    {
        CloseChildsEnds();
        _release.Dispose();
        _reports.Dispose();
    }

    private static LinuxException Refused(int number) => new(new SystemError(new Errno(number), "clone"));

    private static (OwnedDescriptor Read, OwnedDescriptor Write) Pipe()
    {
        int* ends = stackalloc int[2];
        LinuxException.ThrowIfFailed(LibC.pipe2(ends, LibC.O_CLOEXEC), "pipe2");
        return (new OwnedDescriptor(ends[0]), new OwnedDescriptor(ends[1]));
    }

    private int Started(int process)
    {
        CloseChildsEnds();
        return process;
    }

    private void CloseChildsEnds()
    {
        _releaseEnd?.Dispose();
        _reportEnd?.Dispose();
        (_releaseEnd, _reportEnd) = (null, null);
    }

    private CallFailure? Receive()
    {
        CallFailure report = default;
        IoResult read = _reports.Descriptor.Read(MemoryMarshal.AsBytes(new Span<CallFailure>(ref report)));
        return read.Count == CallFailure.Length ? report : null;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int Fork(PreparedCall* first, int firstCount, PreparedCall* rest, int restCount, int reports, int namespaces)
    {
        nint child = CallSequence.syscall((nint)SystemCall.SYS_clone, (nuint)(namespaces | EndSignal), 0, 0, 0, 0, 0);
        if (child == 0)
        {
            Become(first, firstCount, rest, restCount, reports);
        }
        return child < 0 ? -Marshal.GetLastSystemError() : (int)child;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int ForkTwice(PreparedCall* first, int firstCount, PreparedCall* rest, int restCount, int reports, int namespaces)
    {
        nint middle = CallSequence.syscall((nint)SystemCall.SYS_clone, EndSignal, 0, 0, 0, 0, 0);
        if (middle == 0)
        {
            CallSequence.syscall((nint)SystemCall.SYS_setsid, 0, 0, 0, 0, 0, 0);
            int child = Fork(first, firstCount, rest, restCount, reports, namespaces);
            Report(reports, new CallFailure(MadeChild, child));
        }
        return middle < 0 ? -Marshal.GetLastSystemError() : (int)middle;
    }

    private static void Become(PreparedCall* first, int firstCount, PreparedCall* rest, int restCount, int reports)
    {
        // A parent that ended first needs no report.
        CallFailure failure = CallSequence.RunAll(first, firstCount);
        Report(reports, failure.Index < firstCount ? failure : CallSequence.RunAll(rest, restCount));
    }

    // A filter may be on by now: it allows writes of eight bytes, and the end.
    private static void Report(int reports, CallFailure failure)
    {
        CallSequence.syscall((nint)SystemCall.SYS_write, (nuint)reports, (nuint)(&failure), CallFailure.Length, 0, 0, 0);
        CallSequence.syscall((nint)SystemCall.SYS_exit_group, 1, 0, 0, 0, 0, 0);
    }
}
