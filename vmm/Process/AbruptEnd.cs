using Kiln.Linux.Descriptors;
using Kiln.Linux.Signals;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Foundation.Text;
using Kiln.Vmm.Logging;

namespace Kiln.Vmm.Process;

/// <summary>
/// Ends the process from the api thread when the vmm thread does not: with the documented status, a line, and the terminal restored. Does not
/// allocate, since a garbage collection would wait for the other thread.
/// </summary>
internal static class AbruptEnd
{
    private const int LineLength = 160;

    /// <param name="signal">The signal that requested the end.</param>
    internal static void Now(Signal signal)
    {
        TerminalMode.Restore();
        Utf8Writer line = new(stackalloc byte[LineLength]);
        line.Append("vmm: the vmm thread did not act on signal "u8);
        line.AppendNumber((int)signal);
        line.Append(" within "u8);
        line.AppendNumber(SignalCourier.PatienceSeconds);
        line.Append(" s; the process ends at once, and the guest with it\n"u8);
        // A write to a full pipe would block this thread too.
        if (Descriptor.StandardError.IsWritable)
        {
            _ = Descriptor.StandardError.Write(line.Written);
        }
        Log.Error(
            Module.Main,
            $"the vmm thread did not act on signal {(int)signal} within {SignalCourier.PatienceSeconds} s; the process ends at once, and the guest with it");
        ProcessEnd.By(signal).Make();
    }
}
