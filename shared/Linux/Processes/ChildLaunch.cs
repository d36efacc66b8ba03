using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Kiln.Linux.Abi;
using Kiln.Linux.Calls;
using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Kiln.Linux.Mounts;
using Kiln.Linux.Signals;

namespace Kiln.Linux.Processes;

/// <summary>
/// Executes a call sequence in a new process, in three steps: create a child that waits; release it; learn which call failed, or that the
/// child has executed its program. If this process dies before releasing the child, the child exits too.
/// </summary>
/// <remarks>
/// The child is a copy of the calling thread only (clone(2) without CLONE_VM). Between clone and execve it makes the system calls of the
/// sequence, and runs no managed code except the loops of this class and of <see cref="CallSequence"/>, which neither allocate nor block.
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

    /// <param name="rest">The calls to make after the release; ends with execve.</param>
    /// <param name="reports">The descriptor number on which the child reports a failure; must be unused. A filter can name it.</param>
    /// <exception cref="LinuxException"/>
    public ChildLaunch(CallSequence rest, int reports)
    {
        _rest = rest;
        (_releaseEnd, _release) = Pipe.Open();
        (_reports, OwnedDescriptor passing) = Pipe.Open();
        using (passing)
        {
            _reportEnd = passing.Descriptor.TryCopyTo(reports) is { } error ? throw new LinuxException(error) : new OwnedDescriptor(reports);
        }
        // While the child holds this end itself, it would never see the pipe close.
        _sequence.Add("close the pipe", SystemCall.SYS_close, (nuint)_release.Descriptor.Number);
        nuint room = (nuint)NativeMemory.Alloc(1);
        _sequence.Add("wait for the parent", 1, SystemCall.SYS_read, (nuint)_releaseEnd.Descriptor.Number, room, 1);
    }

    /// <param name="namespaces">New namespaces for the child.</param>
    /// <returns>The child's pid in this process's pid namespace.</returns>
    /// <exception cref="LinuxException"/>
    public int Start(NamespaceFlags namespaces)
    {
        int child = Fork(_sequence.Calls, _sequence.Count, _rest.Calls, _rest.Count, _reportEnd!.Descriptor.Number, (int)namespaces);
        return Started(child < 0 ? throw Refused(-child) : child);
    }

    /// <summary>
    /// Creates the child through an intermediate process that starts a new session and exits at once: the child has no terminal and can never
    /// acquire one, and its parent is whoever adopts orphans (daemon(7)).
    /// </summary>
    /// <param name="namespaces">New namespaces for the child.</param>
    /// <returns>The child's pid in this process's pid namespace.</returns>
    /// <exception cref="LinuxException"/>
    public int StartDetached(NamespaceFlags namespaces)
    {
        int middle = ForkTwice(_sequence.Calls, _sequence.Count, _rest.Calls, _rest.Count, _reportEnd!.Descriptor.Number, (int)namespaces);
        Started(middle < 0 ? throw Refused(-middle) : middle);
        _ = Native.Raw(SystemCall.SYS_wait4, (nuint)middle);
        CallFailure report = Receive() ?? throw Refused(Errno.ECHILD.Number);
        return report.Index == MadeChild && report.Number > 0 ? report.Number : throw Refused(-report.Number);
    }

    /// <summary>Releases the child and waits until it executes its program or fails.</summary>
    /// <returns>Null on success, or the call that failed.</returns>
    /// <exception cref="LinuxException">The child died before its release.</exception>
    public CallFailure? Release()
    {
        IoResult written = _release.Descriptor.Write([1]);
        return written.Failed ? throw new LinuxException(new SystemError(written.Errno, "write", "the child's pipe")) : Receive();
    }

    /// <summary>Closes the pipes; a child that was not released exits.</summary>
    public void Dispose()
    {
        CloseChildsEnds();
        _release.Dispose();
        _reports.Dispose();
    }

    private static LinuxException Refused(int number) => new(new SystemError(new Errno(number), "clone"));

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
        // If the parent died first, nobody reads a report.
        CallFailure failure = CallSequence.RunAll(first, firstCount);
        Report(reports, failure.Index < firstCount ? failure : CallSequence.RunAll(rest, restCount));
    }

    // A filter may be active by now: it allows writes of eight bytes, and exiting.
    private static void Report(int reports, CallFailure failure)
    {
        CallSequence.syscall((nint)SystemCall.SYS_write, (nuint)reports, (nuint)(&failure), CallFailure.Length, 0, 0, 0);
        CallSequence.syscall((nint)SystemCall.SYS_exit_group, 1, 0, 0, 0, 0, 0);
    }
}
