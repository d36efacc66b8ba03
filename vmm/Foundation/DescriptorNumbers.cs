using Kiln.Linux.Descriptors;

namespace Kiln.Vmm.Foundation;

/// <summary>
/// The descriptors that have one number from the start of the process to its end, so that a filter can name them. All are below 64: with a number of
/// 64 or more the kernel makes the process a larger table, and waits until no thread reads the old one, 10 ms and more. The monitor's other
/// descriptors, some forty, are numbered from below.
/// </summary>
internal static class DescriptorNumbers
{
    /// <summary>What the jailer hands over: the filter set. The jailer's <c>PlaceFilterSet</c> has it too.</summary>
    internal const int FilterSet = 3;

    /// <summary>The first drive's file; the others' follow.</summary>
    internal const int FirstDrive = 43;

    /// <summary>The last drive's file: a machine has no room for more devices.</summary>
    internal const int LastDrive = Events - 1;

    /// <summary>The life-cycle events.</summary>
    internal const int Events = 60;

    /// <summary>The guest's console.</summary>
    internal const int Console = 61;

    /// <summary>The log.</summary>
    internal const int Log = 62;

    /// <summary>The metrics.</summary>
    internal const int Metrics = 63;

    /// <summary>
    /// Refuses a process that was started with something open at one of these numbers, before anything is put there. A path may mean it: of
    /// /dev/fd/63, as which a shell hands over a pipe, the monitor would read its own metrics.
    /// </summary>
    /// <param name="events">The number that the command line gives for events, which is meant to be open.</param>
    /// <exception cref="VmmFailure">One is open.</exception>
    internal static void RefuseTaken(int? events)
    {
        for (int number = FirstDrive; number <= Metrics; number++)
        {
            if (number != events && DescriptorTable.AccessOf(number) is not null)
            {
                throw new VmmFailure(
                    $"descriptor {number} is open, and the monitor keeps {FirstDrive} to {Metrics} for files of its own: close it, and give what "
                    + "a shell's <(...) would by a file, or by standard input (--config-file -)",
                    ExitCode.ArgumentParsing);
            }
        }
    }
}
