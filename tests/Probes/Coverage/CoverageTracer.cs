using System.Runtime.InteropServices;
using Kiln.Linux.Abi;
using Kiln.Seccomp.Container;
using Kiln.Seccomp.Rules;
using Kiln.Seccomp.Syscalls;

namespace Kiln.Probes.Coverage;

/// <summary>
/// Traces a command and all its descendants from system call to system call (ptrace(2), PTRACE_SEIZE), tracks which programs each thread has
/// installed, and counts the rules that match.
/// </summary>
/// <param name="set">The filters whose rules are counted; programs of others are ignored.</param>
internal sealed unsafe class CoverageTracer(FilterSet set)
{
    private const int SIGSTOP = 19;
    private const int SIGTRAP = 5;
    private const int SyscallStopSignal = SIGTRAP | 0x80;

    private const int Options = Ptrace.PTRACE_O_TRACESYSGOOD | Ptrace.PTRACE_O_TRACECLONE | Ptrace.PTRACE_O_TRACEFORK
        | Ptrace.PTRACE_O_TRACEVFORK | Ptrace.PTRACE_O_TRACEEXEC | Ptrace.PTRACE_O_EXITKILL;

    private readonly Dictionary<int, TracedThread> _threads = [];

    // Threads that stopped before the event that reports their creation.
    private readonly HashSet<int> _early = [];

    internal RuleHits Hits { get; } = new(set);

    /// <summary>Follows a process to its end.</summary>
    /// <param name="process">A child of this process that waits to be seized.</param>
    /// <param name="seized">Called when it may go on.</param>
    /// <returns>Its exit status; 128 and the number of the signal that ended it.</returns>
    internal int Follow(int process, Action seized)
    {
        Check(Ptrace.Call(Ptrace.PTRACE_SEIZE, process, 0, Options), "PTRACE_SEIZE");
        Check(Ptrace.Call(Ptrace.PTRACE_INTERRUPT, process, 0, 0), "PTRACE_INTERRUPT");
        _threads.Add(process, new TracedThread(process, process, []));
        seized();
        int result = 0;
        int status;
        int thread;
        while ((thread = Ptrace.Wait(-1, &status, Ptrace.WALL)) > 0)
        {
            if ((status & 0xFF) == 0x7F)
            {
                HandleStop(thread, (status >> 8) & 0xFF, status >> 16);
                continue;
            }
            _threads.Remove(thread);
            result = thread == process ? ((status & 0x7F) == 0 ? (status >> 8) & 0xFF : 128 + (status & 0x7F)) : result;
        }
        return result;
    }

    private void HandleStop(int thread, int signal, int stopEvent)
    {
        if (!_threads.TryGetValue(thread, out TracedThread? traced))
        {
            _early.Add(thread);
            return;
        }
        switch (stopEvent)
        {
            case 0 when signal == SyscallStopSignal:
                HandleSyscall(traced);
                Resume(thread, 0);
                break;
            case 0:
                Resume(thread, signal);
                break;
            case Ptrace.PTRACE_EVENT_STOP when signal is SIGSTOP or (>= 20 and <= 22):
                _ = Ptrace.Call(Ptrace.PTRACE_LISTEN, thread, 0, 0);
                break;
            case 1 or 2 or 3:
                Adopt(traced, isThread: stopEvent == 3);
                Resume(thread, 0);
                break;
            default:
                Resume(thread, 0);
                break;
        }
    }

    private void HandleSyscall(TracedThread thread)
    {
        SyscallStop stop;
        if (Ptrace.Call(Ptrace.PTRACE_GET_SYSCALL_INFO, thread.Id, sizeof(SyscallStop), (nint)(&stop)) <= 0)
        {
            return;
        }
        if (stop.Operation == SyscallStop.Entry)
        {
            ReadOnlySpan<ulong> arguments = new(stop.Arguments, 6);
            Hits.Count(thread.Profiles, (int)stop.Number, arguments);
            thread.Installing = IsInstallation(stop.Number, arguments[0]) && ReadProfile(thread.Id, arguments[2]) is { } profile
                ? (profile, (arguments[1] & 1) != 0)
                : null;
        }
        else if (thread.Installing is { } installed && stop.Operation == SyscallStop.Exit)
        {
            thread.Installing = null;
            if (stop.Result == 0)
            {
                Install(thread, installed.Profile, installed.OnAllThreads);
            }
        }
    }

    // On all threads the kernel gives them the caller's programs, not the new one alone.
    private void Install(TracedThread thread, FilterProfile profile, bool onAllThreads)
    {
        thread.Profiles.Add(profile);
        foreach (TracedThread other in _threads.Values)
        {
            if (other != thread && onAllThreads && other.Process == thread.Process)
            {
                other.Profiles.Clear();
                other.Profiles.AddRange(thread.Profiles);
            }
        }
    }

    private void Adopt(TracedThread parent, bool isThread)
    {
        ulong made;
        Check(Ptrace.Call(Ptrace.PTRACE_GETEVENTMSG, parent.Id, 0, (nint)(&made)), "PTRACE_GETEVENTMSG");
        int child = (int)made;
        _threads[child] = new TracedThread(child, isThread ? parent.Process : child, parent.Profiles);
        if (_early.Remove(child))
        {
            Resume(child, 0);
        }
    }

    private static bool IsInstallation(ulong number, ulong operation) => number == (ulong)SyscallTable.NumberOf("seccomp")!.Value && operation == 1;

    // struct sock_fprog: a length and, at 8, a pointer.
    private FilterProfile? ReadProfile(int thread, ulong address)
    {
        Span<byte> argument = stackalloc byte[16];
        if (!TraceeMemory.TryRead(thread, address, argument))
        {
            return null;
        }
        sock_filter[] program = new sock_filter[BitConverter.ToUInt16(argument)];
        if (!TraceeMemory.TryRead(thread, BitConverter.ToUInt64(argument[8..]), MemoryMarshal.AsBytes(program.AsSpan())))
        {
            return null;
        }
        foreach (FilterProfile profile in FilterProfiles.All)
        {
            if (MemoryMarshal.AsBytes(set.Program(profile)).SequenceEqual(MemoryMarshal.AsBytes<sock_filter>(program)))
            {
                return profile;
            }
        }
        return null;
    }

    // A thread that was killed meanwhile is gone; its end is reported by itself.
    private static void Resume(int thread, int signal) => _ = Ptrace.Call(Ptrace.PTRACE_SYSCALL, thread, 0, signal);

    private static void Check(long result, string request)
    {
        if (result == -1)
        {
            throw new InvalidOperationException($"{request} failed with errno {Marshal.GetLastPInvokeError()}");
        }
    }
}
