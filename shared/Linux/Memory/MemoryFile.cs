using Kiln.Linux.Abi;
using Kiln.Linux.Calls;
using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Tmds.Linux;

namespace Kiln.Linux.Memory;

/// <summary>A file that lives in memory and can be sealed against change (memfd_create(2)).</summary>
public sealed class MemoryFile : OwnedDescriptor
{
    /// <summary>Seals that make a file's bytes final for every holder of a descriptor.</summary>
    [NotInHeader("a union of checked seals")]
    public const FileSeals Immutable =
        FileSeals.F_SEAL_SEAL | FileSeals.F_SEAL_SHRINK | FileSeals.F_SEAL_GROW | FileSeals.F_SEAL_WRITE;

    private MemoryFile(int number)
        : base(number)
    {
    }

    /// <summary>Makes a file that holds the given bytes and can never change again; close-on-exec.</summary>
    /// <param name="name">Shown as <c>memfd:name</c> in /proc.</param>
    /// <param name="content">All its bytes.</param>
    /// <exception cref="LinuxException">Making, writing or sealing failed, or the seals did not read back.</exception>
    public static unsafe MemoryFile CreateSealed(string name, ReadOnlySpan<byte> content)
    {
        int number;
        fixed (byte* pointer = CString.Encode(name))
        {
            number = LibC.memfd_create(pointer, (uint)(MemoryFileFlags.MFD_CLOEXEC | MemoryFileFlags.MFD_ALLOW_SEALING));
        }
        MemoryFile file = new(LinuxException.ThrowIfFailed(number, "memfd_create", name));
        try
        {
            while (!content.IsEmpty)
            {
                IoResult written = file.Descriptor.Write(content);
                content = written.Failed ? throw new LinuxException(new SystemError(written.Errno, "write", name)) : content[written.Count..];
            }
            LinuxException.ThrowIfFailed(LibC.fcntl(number, (int)FileControl.F_ADD_SEALS, (int)Immutable), "fcntl F_ADD_SEALS", name);
            return SealsOf(file.Descriptor) == Immutable
                ? file
                : throw new InvalidOperationException($"memfd {name} does not carry the seals that were put on it");
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>The seals of a descriptor, or null when it is closed or not a file that can be sealed.</summary>
    /// <param name="descriptor">Any descriptor number.</param>
    public static FileSeals? SealsOf(Descriptor descriptor)
    {
        int seals = LibC.fcntl(descriptor.Number, (int)FileControl.F_GET_SEALS);
        return seals < 0 ? null : (FileSeals)seals;
    }
}
