using Kiln.Linux.Descriptors;
using Kiln.Seccomp.Syscalls;
using Kiln.Vmm.Foundation;

namespace Kiln.Probes;

/// <summary>
/// Makes a live thread of another process wait in clock_nanosleep, and stops tracing it while it waits: others can interrupt it like any
/// other thread.
/// </summary>
internal static class TimedWait
{
    // No test looks for as long.
    private const ulong Seconds = 600;

    // The thread's function may keep things in the 128 bytes below its stack pointer.
    private const ulong BelowStack = 256;

    /// <summary>
    /// Plants the wait and says <c>waiting</c>. At each byte of standard input the wait is interrupted by a stop of a tracer's; at its end the
    /// thread goes back to its own work.
    /// </summary>
    /// <param name="thread">The thread; it must be waiting in a system call.</param>
    /// <exception cref="InvalidOperationException">The thread cannot be traced.</exception>
    internal static void Run(int thread)
    {
        ThreadRegisters own = Plant(thread);
        Message.Output("waiting\n");
        Span<byte> order = stackalloc byte[1];
        while (Descriptor.StandardInput.Read(order).Count > 0)
        {
            HeldThread.Hold(thread).Dispose();
        }
        using HeldThread held = HeldThread.Hold(thread);
        held.Registers = own.Resuming();
    }

    private static ThreadRegisters Plant(int thread)
    {
        using HeldThread held = HeldThread.Hold(thread);
        ThreadRegisters own = held.Registers;
        // A timespec: seconds and nanoseconds from now on, by CLOCK_REALTIME, which is clock 0.
        ulong duration = own.Rsp - BelowStack;
        held.Write(duration, Seconds);
        held.Write(duration + sizeof(ulong), 0);
        held.Registers = own.Calling(SyscallTable.NumberOf("clock_nanosleep")!.Value, [0, 0, duration, 0, 0, 0]);
        return own;
    }
}
