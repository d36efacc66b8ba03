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

    /// <summary>The path as configured.</summary>
    internal string Path { get; }

    /// <summary>Bytes of the file when it was opened.</summary>
    internal ulong Length { get; }

    /// <summary>Opens an image read-only.</summary>
    /// <param name="fault">Prefix of the failure message.</param>
    /// <param name="path">The configured path; in a jail, relative to the jail's root.</param>
    /// <exception cref="VmmFailure">The file cannot be opened or is not a regular file.</exception>
    internal static KernelFile Open(string fault, string path)
    {
        // Without O_NONBLOCK, opening a FIFO would block the monitor forever.
        if (OwnedDescriptor.TryOpen(path, LibC.O_RDONLY | LibC.O_NONBLOCK, 0, out OwnedDescriptor? file) is { Errno: var errno })
        {
            string reason = $"{errno.Description}: {Excerpt.OfPath(path)}";
            throw new VmmFailure($"{fault} {reason}{AccessCure.Of(errno, "read")}; in a jail its path is relative to the jail's root");
        }
        FileStatus status = FileStatus.Of(file!.Descriptor);
        if (!status.IsRegular)
        {
            file.Dispose();
            throw new VmmFailure($"{fault} {Excerpt.OfPath(path)} is not a regular file");
        }
        return new KernelFile(path, file, (ulong)status.Length);
    }

    /// <summary>Reads all requested bytes of the image, or fails.</summary>
    /// <param name="offset">Offset of the first byte; untrusted.</param>
    /// <returns>False when the range extends past the end of the file or the read fails.</returns>
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

    public void Dispose() => _file.Dispose();
}
