using System.Globalization;
using Kiln.Jailer.Foundation;
using Kiln.Linux.Descriptors;

namespace Kiln.Jailer.CommandLine;

/// <summary>
/// The descriptors that the caller left open: of those above standard error only the one for events is kept, and only at its own number, so that none
/// mixes with the jailer's.
/// </summary>
internal static class InheritedDescriptors
{
    /// <summary>The option that names the descriptor for events.</summary>
    internal const string EventsName = "--events-fd";

    /// <summary>The number at which the jailer keeps it; the monitor uses the same.</summary>
    internal const int Events = 60;

    private const string EndOfOptions = "--";

    /// <summary>Closes them.</summary>
    /// <param name="arguments">The command line, which is not parsed yet.</param>
    /// <exception cref="JailerFailure">The descriptor for events is not open for writing.</exception>
    internal static void Close(string[] arguments)
    {
        const int First = 3;
        if (EventsIn(arguments) is not { } text)
        {
            DescriptorTable.CloseFrom(First);
            return;
        }
        Descriptor descriptor = new(NumberOf(text));
        if (descriptor.Number != Events && descriptor.TryCopyTo(Events) is { } error)
        {
            throw new JailerFailure($"{EventsName} {text}: the descriptor cannot be kept: {error.Errno}; allow {Events + 1} descriptors or more");
        }
        DescriptorTable.Close(First, Events - 1);
        DescriptorTable.CloseFrom(Events + 1);
    }

    // The parser sees to repetitions.
    private static string? EventsIn(string[] arguments)
    {
        for (int index = 0; index < arguments.Length && arguments[index] != EndOfOptions; index++)
        {
            if (arguments[index].StartsWith($"{EventsName}=", StringComparison.Ordinal))
            {
                return arguments[index][(EventsName.Length + 1)..];
            }
            if (arguments[index] == EventsName && index + 1 < arguments.Length)
            {
                return arguments[index + 1];
            }
        }
        return null;
    }

    private static int NumberOf(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
        && DescriptorTable.AccessOf(number) is (AccessMode.O_WRONLY or AccessMode.O_RDWR)
            ? number
            : throw new JailerFailure($"{EventsName} {text}: that is no descriptor that is open for writing; pass one, such as 1");
}
