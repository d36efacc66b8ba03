using Kiln.Linux;
using Tmds.Linux;

namespace Kiln.Vmm;

/// <summary>Reads a file that the command line names, whatever it is and however long.</summary>
internal static class BoundedFile
{
    /// <summary>Reads a file to its end.</summary>
    /// <param name="path">The file; in a jail, a path of the jail.</param>
    /// <param name="what">What the file is to the monitor, for messages.</param>
    /// <param name="option">The option that names it, for messages.</param>
    /// <param name="maximumLength">The longest file that is read, in bytes.</param>
    /// <exception cref="VmmFailure">It cannot be opened or read, or is longer.</exception>
    internal static byte[] Read(string path, string what, string option, int maximumLength)
    {
        if (OwnedDescriptor.TryOpen(path, LibC.O_RDONLY, 0, out OwnedDescriptor? file) is { } error)
        {
            throw new VmmFailure($"cannot open the {what} {path}: {error.Errno}; check {option}");
        }
        using (file)
        {
            return Read(file!.Descriptor, $"{what} {path}", option, maximumLength);
        }
    }

    /// <summary>Reads standard input to its end.</summary>
    /// <param name="maximumLength">The most that is read, in bytes.</param>
    /// <exception cref="VmmFailure">It cannot be read, or has more.</exception>
    internal static byte[] ReadStandardInput(int maximumLength) =>
        Read(Descriptor.StandardInput, "configuration on standard input", "what writes it", maximumLength);

    private static byte[] Read(Descriptor file, string what, string cure, int maximumLength)
    {
        byte[] buffer = new byte[4096];
        int length = 0;
        while (true)
        {
            IoResult read = file.Read(buffer.AsSpan(length));
            if (read.Failed && read.Errno != Errno.EINTR)
            {
                throw new VmmFailure($"cannot read the {what}: {read.Errno}; check {cure}");
            }
            if (read.Count == 0 && !read.Failed)
            {
                return buffer[..length];
            }
            length += read.Count;
            if (length > maximumLength)
            {
                throw new VmmFailure($"the {what} is larger than {maximumLength} bytes; check {cure}");
            }
            if (length == buffer.Length)
            {
                Array.Resize(ref buffer, buffer.Length * 2);
            }
        }
    }
}
