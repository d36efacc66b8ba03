using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Kiln.Linux.Files;
using Kiln.Vmm.Foundation;
using Tmds.Linux;

namespace Kiln.Vmm.Machine.Boot;

/// <summary>A kernel image or initial RAM disk, opened when the boot source is configured and read when the machine starts.</summary>
internal sealed class KernelFile : IDisposable
{
    private readonly OwnedDescriptor _file;

    private KernelFile(string path, OwnedDescriptor file, ulong length)
    {
        Path = path;
        _file = file;
        Length = length;
    }

    /// <summary>The path as it was configured.</summary>
    internal string Path { get; }

    /// <summary>Bytes of the file when it was opened.</summary>
    internal ulong Length { get; }

    /// <summary>Opens an image, read-only.</summary>
    /// <param name="fault">How the message begins when it cannot be opened.</param>
    /// <param name="path">As the operator wrote it; in a jail, a path of the jail.</param>
    /// <exception cref="VmmFailure">It cannot be opened or is not a regular file.</exception>
    internal static KernelFile Open(string fault, string path)
    {
        // Without O_NONBLOCK a pipe in the kernel's place would hold the monitor for ever.
        if (OwnedDescriptor.TryOpen(path, LibC.O_RDONLY | LibC.O_NONBLOCK, 0, out OwnedDescriptor? file) is { Errno: var errno })
        {
            string reason = $"{errno.Text} (os error {errno.Number}): {Excerpt.OfPath(path)}";
            throw new VmmFailure($"{fault} {reason}; in a jail its path is relative to the jail's root");
        }
        FileStatus status = FileStatus.Of(file!.Descriptor);
        if (!status.IsRegular)
        {
            file.Dispose();
            throw new VmmFailure($"{fault} {Excerpt.OfPath(path)} is not a regular file");
        }
        return new KernelFile(path, file, (ulong)status.Length);
    }

    /// <summary>Reads bytes of the image, all or none.</summary>
    /// <param name="offset">Where they start; any number.</param>
    /// <param name="target">Where they go.</param>
    /// <returns>False when the file ends before or cannot be read.</returns>
    internal bool TryRead(ulong offset, Span<byte> target)
    {
        if (offset > Length || (ulong)target.Length > Length - offset)
        {
            return false;
        }
        while (!target.IsEmpty)
        {
            IoResult read = _file.Descriptor.ReadAt(target, (long)offset);
            if (read.Count == 0 && read.Errno != Errno.EINTR)
            {
                return false;
            }
            offset += (ulong)read.Count;
            target = target[read.Count..];
        }
        return true;
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => _file.Dispose();
}
