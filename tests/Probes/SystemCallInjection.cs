using Kiln.Vmm.Foundation;

namespace Kiln.Probes;

/// <summary>Makes a live thread of another process execute a system call of our choice, from the call that it waits in.</summary>
internal static class SystemCallInjection
{
    private const int SIGTRAP = 5;

    /// <summary>
    /// Injects one call, lets the process continue with any signals that it causes, and returns when the thread has ended. Prints the exit status
    /// of the process; the number of a fatal signal is negative.
    /// </summary>
    /// <param name="thread">The thread; it must be waiting in a system call.</param>
    /// <exception cref="InvalidOperationException">The thread cannot be traced.</exception>
    internal static void Inject(int thread, int number, ReadOnlySpan<ulong> arguments)
    {
        using HeldThread held = HeldThread.Hold(thread);
        held.Registers = held.Registers.Calling(number, arguments);
        int deliver = 0;
        while (held.Continue(deliver) is { } signal)
        {
            // Deliver what the call caused, SIGSYS above all; the tracer's own stops are not the thread's business.
            deliver = signal == SIGTRAP ? 0 : signal;
        }
        Message.Output($"{held.EndStatus}\n");
    }
}
