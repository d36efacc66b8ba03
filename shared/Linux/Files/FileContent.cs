using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Tmds.Linux;

namespace Kiln.Linux.Files;

/// <summary>Reads to the end what does not tell its length beforehand: files of /proc and cgroups, pipes, files of any length.</summary>
public static class FileContent
{
    /// <summary>Reads a file below a directory.</summary>
    /// <param name="name">One path component or several.</param>
    /// <param name="maximumLength">Upper bound, in bytes.</param>
    /// <exception cref="LinuxException">The kernel refused, or EFBIG: the file is longer.</exception>
    public static byte[] Read(OpenDirectory directory, string name, int maximumLength)
    {
        using OwnedDescriptor file = directory.OpenFile(name, LibC.O_RDONLY, 0);
        return Read(file.Descriptor, $"{directory.Path.TrimEnd('/')}/{name}", maximumLength);
    }

    /// <summary>Reads a regular file by a path that may name anything. A pipe that nobody writes is not waited for.</summary>
    /// <param name="maximumLength">Upper bound, in bytes.</param>
    /// <exception cref="LinuxException">The kernel refused; EFBIG: the file is longer; EINVAL: it is no regular file.</exception>
    public static byte[] ReadRegular(string path, int maximumLength)
    {
        if (OwnedDescriptor.TryOpen(path, LibC.O_RDONLY | LibC.O_NONBLOCK, 0, out OwnedDescriptor? file) is { } error)
        {
            throw new LinuxException(error);
        }
        using (file)
        {
            return FileStatus.Of(file!.Descriptor).IsRegular
                ? Read(file.Descriptor, path, maximumLength)
                : throw new LinuxException(new SystemError(Errno.EINVAL, "read", path));
        }
    }

    /// <summary>Reads from an open file or pipe, from where it stands.</summary>
    /// <param name="name">Its name, for messages.</param>
    /// <param name="maximumLength">Upper bound, in bytes.</param>
    /// <exception cref="LinuxException">The kernel refused, or EFBIG: there is more.</exception>
    public static byte[] Read(Descriptor file, string name, int maximumLength)
    {
        // Larger than such files usually are; one byte beyond the bound detects a longer file.
        byte[] buffer = new byte[Math.Min(4096, maximumLength + 1)];
        int length = 0;
        while (true)
        {
            IoResult read = file.Read(buffer.AsSpan(length));
            if (read.Failed)
            {
                throw new LinuxException(new SystemError(read.Errno, "read", name));
            }
            if (read.Count == 0)
            {
                return buffer[..length];
            }
            length += read.Count;
            if (length > maximumLength)
            {
                throw new LinuxException(new SystemError(Errno.EFBIG, "read", name));
            }
            if (length == buffer.Length)
            {
                Array.Resize(ref buffer, (int)Math.Min(2L * length, maximumLength + 1L));
            }
        }
    }
}
