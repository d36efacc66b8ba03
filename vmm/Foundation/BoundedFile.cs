using Kiln.Linux.Calls;
using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Tmds.Linux;

namespace Kiln.Vmm.Foundation;

/// <summary>Reads a file that the command line names, whatever it is and however long.</summary>
internal static unsafe class BoundedFile
{
    /// <summary>Reads a file to its end.</summary>
    /// <param name="path">The file; in a jail, a path of the jail.</param>
    /// <param name="what">What the file is to the monitor, for messages.</param>
    /// <param name="option">The option that names it, for messages.</param>
    /// <param name="maximumLength">The longest file that is read, in bytes.</param>
    /// <exception cref="VmmFailure">It cannot be opened or read, or is longer.</exception>
    internal static byte[] Read(string path, string what, string option, int maximumLength)
    {
        int number;
        fixed (byte* name = CString.Encode(path))
        {
            number = LibC.open(name, LibC.O_RDONLY | LibC.O_CLOEXEC, 0);
        }
        if (number < 0)
        {
            throw new VmmFailure($"cannot open the {what} {path}: {SystemError.Last("open").Errno}; check {option}");
        }
        using OwnedDescriptor file = new(number);
        return ReadToEnd(file.Descriptor, $"{what} {path}", option, maximumLength);
    }

    /// <summary>Reads standard input to its end.</summary>
    /// <param name="what">What it is to the monitor, for messages.</param>
    /// <param name="option">The option that names it, for messages.</param>
    /// <param name="maximumLength">The longest input that is read, in bytes.</param>
    /// <exception cref="VmmFailure">It cannot be read, or is longer.</exception>
    internal static byte[] ReadStandardInput(string what, string option, int maximumLength) =>
        ReadToEnd(Descriptor.StandardInput, $"{what} on standard input", option, maximumLength);

    private static byte[] ReadToEnd(Descriptor file, string what, string option, int maximumLength)
    {
        byte[] buffer = new byte[4096];
        int length = 0;
        while (true)
        {
            IoResult read = file.Read(buffer.AsSpan(length));
            if (read.Failed)
            {
                throw new VmmFailure($"cannot read the {what}: {read.Errno}; check {option}");
            }
            if (read.Count == 0)
            {
                return buffer[..length];
            }
            length += read.Count;
            if (length > maximumLength)
            {
                throw new VmmFailure($"the {what} is larger than {maximumLength} bytes; check {option}");
            }
            if (length == buffer.Length)
            {
                Array.Resize(ref buffer, buffer.Length * 2);
            }
        }
    }
}
