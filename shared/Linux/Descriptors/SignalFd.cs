using Kiln.Linux.Abi;
using Kiln.Linux.Errors;
using Kiln.Linux.Signals;

namespace Kiln.Linux.Descriptors;

/// <summary>Signals read like a file (signalfd(2)). It sees only signals that every thread of the process blocks.</summary>
public sealed class SignalFd : OwnedDescriptor
{
    private SignalFd(int number)
        : base(number)
    {
    }

    /// <summary>Takes over signals that are already blocked; close-on-exec and non-blocking.</summary>
    /// <param name="signals">The signals to read.</param>
    /// <exception cref="LinuxException">No descriptor or no memory is left.</exception>
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

    /// <summary>Takes one pending signal.</summary>
    /// <param name="signal">Its number, and who sent it.</param>
    /// <returns>False when none is pending.</returns>
    public unsafe bool TryRead(out signalfd_siginfo signal)
    {
        signalfd_siginfo information = default;
        bool read = Descriptor.Read(new Span<byte>(&information, sizeof(signalfd_siginfo))).Count == sizeof(signalfd_siginfo);
        signal = information;
        return read;
    }
}
