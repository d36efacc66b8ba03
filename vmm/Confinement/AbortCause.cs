using System.Runtime.InteropServices;
using System.Threading;

namespace Kiln.Vmm.Confinement;

/// <summary>
/// The unhandled exception, kept where the SIGABRT handler finds it. The runtime itself reports it on standard error only, which is /dev/null for a
/// daemon.
/// </summary>
internal static unsafe class AbortCause
{
    /// <summary>Bytes kept of the exception's type and message; life-cycle events have room for somewhat more.</summary>
    internal const int MaximumLength = 384;

    private static byte* _text;
    private static int _length;

    /// <summary>The description of the exception; empty when there is none. Safe in a signal handler.</summary>
    internal static ReadOnlySpan<byte> Text => new(_text, Volatile.Read(ref _length));

    /// <summary>Starts recording the first unhandled exception.</summary>
    internal static void Listen()
    {
        _text = (byte*)NativeMemory.AllocZeroed(MaximumLength);
        AppDomain.CurrentDomain.UnhandledException += (_, error) => Keep((error.ExceptionObject as Exception)!);
    }

    // The runtime is about to abort, and ignores exceptions thrown here.
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
