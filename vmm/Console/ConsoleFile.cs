using Kiln.Linux;
using Tmds.Linux;

namespace Kiln.Vmm.Console;

/// <summary>Puts a file or pipe in standard output's place, so that the guest's console needs no other descriptor and no other rule.</summary>
internal static unsafe class ConsoleFile
{
    // What a guest prints is nobody's but its owner's.
    private const int OwnerOnly = 0x180; // 0600

    /// <summary>Opens the file, making it if it is not there; what it holds is overwritten from its start.</summary>
    /// <param name="path">The file; in a jail, a path of the jail.</param>
    /// <exception cref="VmmFailure">It cannot be opened.</exception>
    internal static void TakeStandardOutput(string path)
    {
        int number;
        fixed (byte* name = CString.Encode(path))
        {
            // To read as well, so that a pipe without a reader opens. A full one does not stop the vmm thread.
            number = LibC.open(name, LibC.O_RDWR | LibC.O_CREAT | LibC.O_NONBLOCK | LibC.O_CLOEXEC, OwnerOnly);
        }
        if (number < 0)
        {
            throw new VmmFailure(
                $"the serial port's file {Excerpt.OfPath(path)} cannot be opened: {SystemError.Last("open").Errno}; check serial_out_path, in a jail a path of the jail");
        }
        using OwnedDescriptor file = new(number);
        LinuxException.ThrowIfFailed(LibC.dup3(number, Descriptor.StandardOutput.Number, LibC.O_CLOEXEC), "dup3", path);
    }
}
