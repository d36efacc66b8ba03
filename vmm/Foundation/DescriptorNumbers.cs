using Kiln.Linux.Descriptors;
using Kiln.Linux.Network;
using Tmds.Linux;

namespace Kiln.Vmm.Foundation;

/// <summary>
/// Descriptors whose numbers are fixed for the process's lifetime, so that filters can name them; seccomp-profiles/descriptors.yaml has the same
/// numbers. An unused number holds a placeholder, so no client's socket and nothing else ever gets a number that a filter allows writing to. The
/// monitor's other descriptors get numbers below, and above once those are used up.
/// </summary>
internal static class DescriptorNumbers
{
    /// <summary>The filter set that the jailer passes. The jailer's <c>PlaceFilterSet</c> uses the same number.</summary>
    internal const int FilterSet = 3;

    /// <summary>
    /// The descriptor by which the monitor tells a jailer that waits for it that it serves; the jailer's <c>ReadinessPipe</c> uses the same number.
    /// </summary>
    internal const int Readiness = 37;

    /// <summary>
    /// The descriptor by which a child of the jailer reports that it cannot exec the monitor; close-on-exec. The jailer's <c>ExecuteInChild</c> uses
    /// the same number.
    /// </summary>
    internal const int Report = 38;

    /// <summary>
    /// The placeholder that all unused numbers are copies of: the root directory opened with O_PATH, which can be neither read nor written.
    /// </summary>
    internal const int Placeholder = 39;

    /// <summary>The first file of a snapshot: the saved state, the memory written, the memory restored from.</summary>
    internal const int FirstSnapshotFile = 40;

    internal const int LastSnapshotFile = FirstDrive - 1;

    /// <summary>The first drive's file; those of other drives follow.</summary>
    internal const int FirstDrive = 43;

    /// <summary>The last drive's file: as many as a machine can have virtio devices.</summary>
    internal const int LastDrive = Events - 1;

    /// <summary>Target of life-cycle events; the jailer's <c>InheritedDescriptors</c> uses the same number.</summary>
    internal const int Events = 60;

    /// <summary>Target of the guest's console.</summary>
    internal const int Console = 61;

    /// <summary>Target of the log.</summary>
    internal const int Log = 62;

    /// <summary>Target of metrics.</summary>
    internal const int Metrics = 63;

    /// <summary>The tap of the first network interface; those of others follow. The jailer's <c>TapRequest</c> uses the same number.</summary>
    internal const int FirstTap = 64;

    internal const int LastTap = FirstEventFd - 1;

    internal const int FirstEventFd = 96;

    /// <summary>
    /// The last eventfd. A machine with all devices has 60: an interrupt and a doorbell for each device, a completion eventfd for each drive, and
    /// ten of the monitor's own. There is room for one more per device; each number costs every start a call.
    /// </summary>
    internal const int LastEventFd = 175;

    /// <summary>
    /// The highest number for which <see cref="DescriptorTable.Grow"/> makes room at the start; under the jailer's limit, the highest number at all.
    /// The jailer's <c>GrowDescriptorTable</c> uses the same number.
    /// </summary>
    internal const int Room = 2047;

    /// <summary>A descriptor that can be neither read nor written.</summary>
    internal static Descriptor Nothing => new(Placeholder);

    /// <summary>
    /// Puts the placeholder at every reserved number, before anything else is opened. Refuses to start if a number for the monitor's files is
    /// already open, since a path may refer to it: a shell passes a pipe as /dev/fd/63, where the monitor would read its own metrics. Taps at
    /// taps' numbers stay: the jailer hands them over there. Other descriptors at the numbers of the jailer's pipe, taps and eventfds, which no path can refer to, are moved:
    /// whoever left them open may depend on that.
    /// </summary>
    /// <param name="given">Descriptors that the command line names; they are expected to be open, and are left alone.</param>
    /// <exception cref="VmmFailure">A reserved number is open, or the process's descriptor limit is too low.</exception>
    internal static void Reserve(params ReadOnlySpan<int> given)
    {
        using (OwnedDescriptor root = OpenRoot())
        {
            Take(root.Descriptor, Placeholder);
            for (int number = Readiness; number <= LastEventFd; number++)
            {
                if (number is not (Placeholder or Report) && !given.Contains(number))
                {
                    Take(root.Descriptor, number);
                }
            }
        }
        EventFd.Numbers = new ReservedNumbers(Nothing, FirstEventFd, LastEventFd);
    }

    /// <summary>Puts the placeholder at the number that the command line named for events, once events have their own number.</summary>
    internal static void Leave(int events)
    {
        if (events is > Placeholder and <= LastEventFd and not Events)
        {
            _ = Nothing.TryCopyTo(events);
        }
    }

    // Where the caller has taken all numbers below, the kernel gives the root directory one of those that are to be reserved.
    private static OwnedDescriptor OpenRoot()
    {
        string cure = $"allow {LastEventFd + 1} descriptors (RLIMIT_NOFILE, no-file) or more";
        if (OwnedDescriptor.TryOpen("/", LibC.O_PATH, 0, out OwnedDescriptor? root) is { } error)
        {
            throw new VmmFailure($"the root directory cannot be opened: {error.Errno}; {cure}");
        }
        if (root!.Descriptor.Number < Readiness)
        {
            return root;
        }
        using (root)
        {
            return root.Descriptor.TryCopyFrom(LastEventFd + 1, out int moved) is { } refusal
                ? throw new VmmFailure($"no descriptor above {LastEventFd} can be had: {refusal.Errno}; {cure}")
                : new OwnedDescriptor(moved);
        }
    }

    // The kernel returns another number if this one is in use.
    private static void Take(Descriptor root, int number)
    {
        if (root.TryCopyFrom(number, out int given) is { } error)
        {
            throw new VmmFailure(
                $"descriptor {number}, which the monitor keeps for files of its own, cannot be had: {error.Errno}; "
                + $"allow {LastEventFd + 1} descriptors (RLIMIT_NOFILE, no-file) or more");
        }
        if (given == number)
        {
            return;
        }
        _ = LibC.close(given);
        if (number is >= FirstTap and <= LastTap && TapControl.TryGetInterface(new Descriptor(number), out _, out _) is null)
        {
            return;
        }
        if (number is >= Placeholder and <= Metrics)
        {
            throw new VmmFailure(
                $"descriptor {number} is open, and the monitor keeps {Placeholder} to {Metrics} for files of its own: close it, and give what "
                + "a shell's <(...) would by a file, or by standard input (--config-file -)",
                ExitCode.ArgumentParsing);
        }
        _ = new Descriptor(number).TryCopyFrom(LastEventFd + 1, out _);
        _ = root.TryCopyTo(number);
    }
}
