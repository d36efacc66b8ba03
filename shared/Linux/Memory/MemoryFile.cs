using Kiln.Linux.Abi;
using Kiln.Linux.Calls;
using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Tmds.Linux;

namespace Kiln.Linux.Memory;

/// <summary>A memfd (memfd_create(2)), which can be sealed against change.</summary>
public sealed class MemoryFile : OwnedDescriptor
{
    /// <summary>Seals that make the content immutable for every holder of a descriptor.</summary>
    [NotInHeader("a union of checked seals")]
    public const FileSeals Immutable =
        FileSeals.F_SEAL_SEAL | FileSeals.F_SEAL_SHRINK | FileSeals.F_SEAL_GROW | FileSeals.F_SEAL_WRITE;

    private MemoryFile(int number)
        : base(number)
    {
    }

    // Keeps mappings of the file valid: accessing a page beyond the end would raise SIGBUS.
    [NotInHeader("a union of checked seals")]
    private const FileSeals FixedLength = FileSeals.F_SEAL_SEAL | FileSeals.F_SEAL_SHRINK | FileSeals.F_SEAL_GROW;

    /// <summary>Creates a zero-filled file of fixed length, close-on-exec.</summary>
    /// <param name="name">Shown as <c>memfd:name</c> in /proc.</param>
    /// <param name="length">Length in bytes. Pages are allocated when they are first written.</param>
    /// <returns>Null, or the error: the operator chooses the length, so a refusal is not exceptional.</returns>
    public static SystemError? TryCreate(string name, long length, out MemoryFile? file)
    {
        file = null;
        int number = Create(name);
        if (number < 0)
        {
            return SystemError.Last("memfd_create", name);
        }
        MemoryFile made = new(number);
        if (LibC.ftruncate(number, length) < 0 || LibC.fcntl(number, (int)FileControl.F_ADD_SEALS, (int)FixedLength) < 0)
        {
            SystemError error = SystemError.Last("ftruncate", name);
            made.Dispose();
            return error;
        }
        file = made;
        return null;
    }

    /// <summary>Creates an immutable file with the given content, close-on-exec.</summary>
    /// <param name="name">Shown as <c>memfd:name</c> in /proc.</param>
    /// <exception cref="LinuxException">Creation, writing or sealing failed, or the seals did not read back.</exception>
    public static MemoryFile CreateSealed(string name, ReadOnlySpan<byte> content)
    {
        int number = Create(name);
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

    /// <summary>The seals of a descriptor, or null when it is closed or cannot be sealed.</summary>
    public static FileSeals? SealsOf(Descriptor descriptor)
    {
        int seals = LibC.fcntl(descriptor.Number, (int)FileControl.F_GET_SEALS);
        return seals < 0 ? null : (FileSeals)seals;
    }

    private static unsafe int Create(string name)
    {
        fixed (byte* pointer = CString.Encode(name))
        {
            return LibC.memfd_create(pointer, (uint)(MemoryFileFlags.MFD_CLOEXEC | MemoryFileFlags.MFD_ALLOW_SEALING));
        }
    }
}
