using System.Runtime.InteropServices;
using System.Threading;

namespace Kiln.Vmm.Confinement;

/// <summary>
/// The exception that nobody handled, kept where the handler of SIGABRT finds it. The runtime itself says it on standard error only, which a daemon
/// has on /dev/null.
/// </summary>
internal static unsafe class AbortCause
{
    /// <summary>Bytes that are kept: the type's name and the message. Life-cycle events have room for some more.</summary>
    internal const int MaximumLength = 384;

    private static byte* _text;
    private static int _length;

    /// <summary>What is known of the cause; empty when nothing is. Safe in a signal handler.</summary>
    internal static ReadOnlySpan<byte> Text => new(_text, Volatile.Read(ref _length));

    /// <summary>Keeps the first exception that nobody handles.</summary>
    internal static void Listen()
    {
        _text = (byte*)NativeMemory.AllocZeroed(MaximumLength);
        AppDomain.CurrentDomain.UnhandledException += (_, error) => Keep((error.ExceptionObject as Exception)!);
    }

    // The runtime is about to abort, and passes over an exception from here.
    private static void Keep(Exception exception)
    {
        if (exception is OutOfMemoryException || _length > 0)
        {
            return;
        }
        ReportLine line = new(new Span<byte>(_text, MaximumLength));
        Append(ref line, exception.GetType().FullName);
        Append(ref line, ": ");
        Append(ref line, exception.Message);
        Volatile.Write(ref _length, line.Written.Length);
    }

    private static void Append(ref ReportLine line, string? text)
    {
        foreach (char character in text.AsSpan())
        {
            line.Append(character is >= ' ' and <= '~' ? (byte)character : (byte)'?');
        }
    }
}
