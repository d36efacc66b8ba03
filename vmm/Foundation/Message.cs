using System.Text;
using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;

namespace Kiln.Vmm.Foundation;

/// <summary>Messages to the operator, written without the runtime's console, which would start a thread.</summary>
internal static class Message
{
    // Gets the lines of standard error, too, until the monitor serves: a daemonized monitor's standard error is /dev/null.
    private static Descriptor? _starter;

    /// <summary>Lets a jailer that waits until the monitor serves know what keeps it from that.</summary>
    /// <param name="readiness">The write end of the jailer's pipe.</param>
    internal static void Copy(Descriptor readiness) => _starter = readiness;

    /// <summary>Tells a jailer that waits that the monitor serves; further lines are not for it.</summary>
    internal static void Serve()
    {
        if (_starter is { } starter)
        {
            // The jailer may have been killed.
            _ = starter.Write("\0"u8);
            _starter = null;
        }
    }

    /// <summary>Writes a line to standard error, prefixed with the program's name.</summary>
    /// <param name="text">What happened, to what, and the remedy.</param>
    internal static void Error(string text)
    {
        string line = $"vmm: {Excerpt.OfMessage(text)}\n";
        Write(Descriptor.StandardError, line);
        if (_starter is { } starter)
        {
            Write(starter, line);
        }
    }

    /// <summary>Writes requested text, such as help, to standard output.</summary>
    /// <param name="text">The text, including its newlines.</param>
    internal static void Output(string text) => Write(Descriptor.StandardOutput, text);

    /// <summary>Describes an exception: the monitor's own by their message, others with their type.</summary>
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
