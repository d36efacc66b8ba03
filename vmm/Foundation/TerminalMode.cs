using System.Runtime.InteropServices;
using Kiln.Linux.Abi;
using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Kiln.Linux.Signals;
using Tmds.Linux;

namespace Kiln.Vmm.Foundation;

/// <summary>The mode of the terminal on standard input: raw, without echo, while a guest runs; restored on every exit but SIGKILL.</summary>
internal static unsafe class TerminalMode
{
    // The kernel's struct termios has 36 bytes; it is saved and restored as is, so its fields do not matter.
    [NotInHeader("room for the kernel's struct termios, 36 bytes; the kernel never writes more than its own size")]
    private const int SavedLength = 64;

    private static byte* _saved;

    /// <summary>Whether standard input is a terminal.</summary>
    internal static bool IsTerminal
    {
        get
        {
            termios mode;
            return LibC.tcgetattr(Descriptor.StandardInput.Number, &mode) == 0;
        }
    }

    /// <summary>Saves the present mode and passes every key to the guest: no line editing, no echo, no signals.</summary>
    /// <exception cref="LinuxException">Standard input is not a terminal, or its mode cannot be changed.</exception>
    internal static void EnterRaw()
    {
        byte* saved = (byte*)NativeMemory.AllocZeroed(SavedLength);
        if (Descriptor.StandardInput.Control((uint)TerminalRequest.TCGETS, (nuint)saved) != 0)
        {
            NativeMemory.Free(saved);
            throw new LinuxException(SystemError.Last("ioctl TCGETS", "standard input"));
        }
        _saved = saved;
        termios mode;
        LinuxException.ThrowIfFailed(LibC.tcgetattr(Descriptor.StandardInput.Number, &mode), "ioctl TCGETS", "standard input");
        mode.c_lflag &= ~(uint)(LibC.ICANON | LibC.ECHO | LibC.ISIG);
        LinuxException.ThrowIfFailed(
            LibC.tcsetattr(Descriptor.StandardInput.Number, (int)LibC.TCSANOW, &mode), "ioctl TCSETS", "standard input");
    }

    /// <summary>Restores the saved mode, if there is one.</summary>
    internal static void Restore()
    {
        if (_saved is not null)
        {
            _ = Descriptor.StandardInput.Control((uint)TerminalRequest.TCSETS, (nuint)_saved);
        }
    }

    /// <summary>Makes the last calls of the process restore the mode; for a signal handler.</summary>
    internal static void PrepareRestore(ref LastCalls calls)
    {
        // Without a saved mode the kernel gets a null pointer and fails with EFAULT.
        calls.Terminal = Descriptor.StandardInput.Number;
        calls.TerminalRequest = (uint)TerminalRequest.TCSETS;
        calls.TerminalMode = _saved;
    }
}
