using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Tmds.Linux;

namespace Kiln.Linux.Files;

/// <summary>Whole files, as the kernel makes them up while they are read: they have no length beforehand.</summary>
public static class FileContent
{
    /// <summary>Reads a file below a directory.</summary>
    /// <param name="directory">The directory.</param>
    /// <param name="name">One name or several.</param>
    /// <param name="maximumLength">The most bytes that are read.</param>
    /// <exception cref="LinuxException">The kernel refused; EFBIG when the file is longer.</exception>
    public static byte[] Read(OpenDirectory directory, string name, int maximumLength)
    {
        using OwnedDescriptor file = directory.OpenFile(name, LibC.O_RDONLY, 0);
        // Larger than what is usual for such files; one byte more than the bound shows that there is more.
        byte[] buffer = new byte[Math.Min(4096, maximumLength + 1)];
        int length = 0;
        while (true)
        {
            IoResult read = file.Descriptor.Read(buffer.AsSpan(length));
            if (read.Failed)
            {
                throw new LinuxException(new SystemError(read.Errno, "read", $"{directory.Path.TrimEnd('/')}/{name}"));
            }
            if (read.Count == 0)
            {
                return buffer[..length];
            }
            length += read.Count;
            if (length > maximumLength)
            {
                throw new LinuxException(new SystemError(Errno.EFBIG, "read", $"{directory.Path.TrimEnd('/')}/{name}"));
            }
            if (length == buffer.Length)
            {
                Array.Resize(ref buffer, (int)Math.Min(2L * length, maximumLength + 1L));
            }
        }
    }
}
