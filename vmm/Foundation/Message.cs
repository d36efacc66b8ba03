using System.Text;
using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;

namespace Kiln.Vmm.Foundation;

/// <summary>Lines for the operator, written without the runtime's console, which would start a thread.</summary>
internal static class Message
{
    /// <summary>Writes one line to standard error, with the program's name before it.</summary>
    /// <param name="text">What happened, to what, and the cure.</param>
    internal static void Error(string text) => Write(Descriptor.StandardError, $"vmm: {Excerpt.OfMessage(text)}\n");

    /// <summary>Writes text that was asked for, such as help, to standard output.</summary>
    /// <param name="text">The text, with its line ends.</param>
    internal static void Output(string text) => Write(Descriptor.StandardOutput, text);

    /// <summary>What an exception says: the monitor's own say what and where, and any other is named by its type.</summary>
    /// <param name="failure">The exception.</param>
    internal static string Of(Exception failure) =>
        failure is VmmFailure or LinuxException ? failure.Message : $"{failure.GetType().Name}: {failure.Message}";

    private static void Write(Descriptor descriptor, string text)
    {
        ReadOnlySpan<byte> rest = Encoding.UTF8.GetBytes(text);
        while (!rest.IsEmpty)
        {
            IoResult written = descriptor.Write(rest);
            if (written.Failed && written.Errno != Errno.EINTR)
            {
                return;
            }
            rest = rest[written.Count..];
        }
    }
}
