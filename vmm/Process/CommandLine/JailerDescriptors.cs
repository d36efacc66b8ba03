using System.Globalization;
using Kiln.Linux.Descriptors;
using Kiln.Vmm.Foundation;

namespace Kiln.Vmm.Process.CommandLine;

/// <summary>
/// The descriptors that a jailer hands over by options of its own. They are looked for before the command line is parsed, whose errors a jailer that
/// waits wants to hear, and before numbers are reserved.
/// </summary>
internal static class JailerDescriptors
{
    /// <summary>Names the descriptor at which the monitor says that it serves.</summary>
    internal const string ReadinessName = "--ready-fd";

    /// <summary>Names the descriptor for life-cycle events.</summary>
    internal const string EventsName = "--events-fd";

    /// <summary>Lets a jailer that waits have the messages of a start that fails.</summary>
    internal static void ListenFor(string[] arguments)
    {
        if (Has(arguments, ReadinessName, DescriptorNumbers.Readiness))
        {
            Message.Copy(new Descriptor(DescriptorNumbers.Readiness));
        }
    }

    /// <summary>The descriptors that the jailer has left at their numbers.</summary>
    internal static int[] NumbersIn(string[] arguments) =>
    [
        .. Has(arguments, ReadinessName, DescriptorNumbers.Readiness) ? (int[])[DescriptorNumbers.Readiness] : [],
        .. Has(arguments, EventsName, DescriptorNumbers.Events) ? (int[])[DescriptorNumbers.Events] : [],
    ];

    // The filters allow no other number.
    private static bool Has(string[] arguments, string name, int number)
    {
        int index = Array.IndexOf(arguments, name);
        return index >= 0 && index + 1 < arguments.Length && arguments[index + 1] == number.ToString(CultureInfo.InvariantCulture);
    }
}
