using System.Buffers.Binary;
using System.IO;

namespace Kiln.Testing.Harness;

/// <summary>Kernel images that cannot be booted, each one change away from a good one.</summary>
internal static class KernelImages
{
    private const int Class = 4;
    private const int Machine = 18;
    private const int ProgramHeaderSize = 54;
    private const int FirstProgramHeader = 64;
    private const int PhysicalAddress = FirstProgramHeader + 24;
    private const int FileLength = FirstProgramHeader + 32;
    private const int MemoryLength = FirstProgramHeader + 40;

    // Offsets of the Linux boot protocol's setup header.
    private const int SetupVersion = 0x206;
    private const int LoadFlags = 0x211;
    private const int ExtendedLoadFlags = 0x236;

    /// <summary>The same kernel for the 64-bit Linux boot protocol: without the note that makes it enter by PVH.</summary>
    /// <param name="kernel">An ELF kernel with that note.</param>
    internal static byte[] WithoutPvhNote(byte[] kernel)
    {
        // Lengths of name and description, the type PHYS32_ENTRY, and the name.
        byte[] note = [4, 0, 0, 0, 8, 0, 0, 0, 18, 0, 0, 0, .. "Xen\0"u8];
        int place = kernel.AsSpan().IndexOf(note);
        if (place < 0)
        {
            throw new ArgumentException("the kernel has no PVH note", nameof(kernel));
        }
        byte[] image = [.. kernel];
        image[place + 8] = 0;
        return image;
    }

    /// <summary>An image with a given fault.</summary>
    /// <param name="fault">One of the cases below.</param>
    internal static byte[] With(string fault)
    {
        byte[] image = File.ReadAllBytes(Artifacts.Guest(fault.Contains("zImage", StringComparison.Ordinal) ? "print-bzimage" : "print"));
        switch (fault)
        {
            case "empty":
                return [];
            case "truncated header":
                return image[..40];
            case "truncated segment":
                return image[..0x1100];
            case "not ELF":
                image[0] = (byte)'M';
                return image;
            case "32-bit":
                image[Class] = 1;
                return image;
            case "wrong machine":
                BinaryPrimitives.WriteUInt16LittleEndian(image.AsSpan(Machine), 183);
                return image;
            case "corrupt header size":
                BinaryPrimitives.WriteUInt16LittleEndian(image.AsSpan(ProgramHeaderSize), 57);
                return image;
            case "corrupt lengths":
                BinaryPrimitives.WriteUInt64LittleEndian(image.AsSpan(FileLength), ulong.MaxValue);
                BinaryPrimitives.WriteUInt64LittleEndian(image.AsSpan(MemoryLength), ulong.MaxValue);
                return image;
            case "below 1 MiB":
                BinaryPrimitives.WriteUInt64LittleEndian(image.AsSpan(PhysicalAddress), 0x1000);
                return image;
            case "larger than memory":
                BinaryPrimitives.WriteUInt64LittleEndian(image.AsSpan(MemoryLength), 1UL << 40);
                return image;
            case "truncated bzImage":
                return image[..0x500];
            case "bzImage of Linux 3.7":
                BinaryPrimitives.WriteUInt16LittleEndian(image.AsSpan(SetupVersion), 0x020B);
                return image;
            case "32-bit bzImage":
                image[ExtendedLoadFlags] = 0;
                return image;
            case "zImage":
                image[LoadFlags] = 0;
                return image;
            default:
                throw new ArgumentOutOfRangeException(nameof(fault), fault, "no such fault");
        }
    }
}
