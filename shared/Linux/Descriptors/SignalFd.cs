using Kiln.Linux.Abi;
using Kiln.Linux.Errors;
using Kiln.Linux.Signals;

namespace Kiln.Linux.Descriptors;

/// <summary>A signalfd(2). It receives only signals that every thread of the process blocks.</summary>
public sealed class SignalFd : OwnedDescriptor
{
    private SignalFd(int number)
        : base(number)
    {
    }

    /// <summary>Creates a signalfd for signals that are already blocked; close-on-exec and non-blocking.</summary>
    /// <exception cref="LinuxException">Out of descriptors or memory.</exception>
    public static unsafe SignalFd Create(SignalSet signals)
    {
        ulong mask = signals.Bits;
        nint number = Native.Raw(
            SystemCall.SYS_signalfd4,
            unchecked((nuint)(-1)),
            (nuint)(&mask),
            sizeof(ulong),
            (nuint)(int)(SignalFdFlags.SFD_CLOEXEC | SignalFdFlags.SFD_NONBLOCK));
        return new SignalFd(LinuxException.ThrowIfFailed((int)number, "signalfd4"));
    }

    /// <summary>Reads one pending signal.</summary>
    /// <param name="signal">The signal's number and sender.</param>
    /// <returns>False when no signal is pending.</returns>
    public unsafe bool TryRead(out signalfd_siginfo signal)
    {
        signalfd_siginfo information = default;
        bool read = Descriptor.Read(new Span<byte>(&information, sizeof(signalfd_siginfo))).Count == sizeof(signalfd_siginfo);
        signal = information;
        return read;
    }
}
