using System.IO;
using Kiln.Linux.Descriptors;
using Kiln.Linux.Memory;
using Kiln.Testing.Vmm;
using Kiln.Vmm.Memory;
using Xunit;

namespace Kiln.Vmm.Tests.Memory;

/// <summary>Guest memory with one kind of backing. Files initially hold <see cref="Old"/> in every byte.</summary>
internal sealed unsafe class BackedMemory : IDisposable
{
    /// <summary>What files hold before anybody writes to the memory.</summary>
    internal const byte Old = 0x5A;

    private const int Huge = 2 << 20;

    private readonly TemporaryFile? _content;
    private readonly OwnedDescriptor? _file;

    internal BackedMemory(BackingKind kind, int length)
    {
        IsShared = kind is BackingKind.SharedFile or BackingKind.SharedMemoryFile;
        IsFile = IsShared || kind is BackingKind.PrivateFile or BackingKind.PrivateMemoryFile;
        PageLength = kind == BackingKind.Reserved ? Huge : 4096;
        if (kind is BackingKind.PrivateFile or BackingKind.SharedFile)
        {
            // On a file system that has holes and shared views.
            _content = new TemporaryFile(Filled(length));
            Assert.Null(OwnedDescriptor.TryOpen(_content.Path, 2, 0, out OwnedDescriptor? opened));
            _file = opened;
        }
        else if (IsFile)
        {
            Assert.Null(MemoryFile.TryCreate("kiln-test", length, out MemoryFile? made));
            _file = made;
            Assert.Equal(length, _file!.Descriptor.Write(Filled(length)).Count);
        }
        IMemoryBacking backing = _file is not null
            ? new FileBacking(_file.Descriptor, 0, IsShared ? FileSharing.Shared : FileSharing.Private)
            : new AnonymousBacking(kind switch
            {
                BackingKind.Transparent => HugePages.Transparent,
                BackingKind.Reserved => HugePages.Reserved,
                _ => HugePages.None,
            });
        Assert.Null(GuestMemory.TryCreate((ulong)length, backing, new DirtyPages(), out GuestMemory? memory));
        Guest = memory!;
    }

    internal GuestMemory Guest { get; }

    /// <summary>Whether a file backs the memory.</summary>
    internal bool IsFile { get; }

    /// <summary>Whether writes reach the file.</summary>
    internal bool IsShared { get; }

    /// <summary>The granularity of discarding.</summary>
    internal int PageLength { get; }

    /// <summary>The first region's bytes.</summary>
    internal Span<byte> Bytes => new(Guest.HostAddressOf(0), (int)Guest.Regions[0].Length);

    /// <summary>The file's bytes, read anew.</summary>
    internal byte[] FileBytes()
    {
        byte[] bytes = new byte[Bytes.Length];
        Assert.Equal(bytes.Length, _file!.Descriptor.ReadAt(bytes, 0).Count);
        return bytes;
    }

    /// <summary>How many pages of 4 KiB of a part of it this process has in its page tables.</summary>
    internal int Resident(int offset, int length)
    {
        using FileStream pagemap = new("/proc/self/pagemap", FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 0);
        byte[] entries = new byte[length / 4096 * 8];
        pagemap.Position = ((long)Guest.HostAddressOf(0) + offset) / 4096 * 8;
        pagemap.ReadExactly(entries);
        int present = 0;
        for (int entry = 0; entry < entries.Length; entry += 8)
        {
            // Bit 63: in memory.
            present += entries[entry + 7] >> 7;
        }
        return present;
    }

    public void Dispose()
    {
        Guest.Dispose();
        _file?.Dispose();
        _content?.Dispose();
    }

    private static byte[] Filled(int length)
    {
        byte[] content = new byte[length];
        Array.Fill(content, Old);
        return content;
    }
}
