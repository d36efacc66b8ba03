using System.Buffers.Binary;

namespace Kiln.Vmm.Tests.Machine.Boot;

/// <summary>A bzImage built by the offsets of the Linux boot protocol, valid unless a test breaks it.</summary>
internal static class BzImage
{
    internal const int HeaderOffset = 0x1F1;
    internal const int CodeOffset = 0x400;
    internal const int EntryOffset = 0x200;

    /// <summary>A kernel for 1 MiB, of one sector of setup code and the given bytes at its 64-bit entry point.</summary>
    internal static byte[] Of(params byte[] content)
    {
        byte[] image = [.. new byte[CodeOffset + EntryOffset], .. content];
        image[0x1F1] = 1;
        Put(image, 0x1FE, 0xAA55);
        image[0x200] = 0xEB;
        image[0x201] = 0x6A;
        "HdrS"u8.CopyTo(image.AsSpan(0x202));
        Put(image, 0x206, 0x020F);
        image[0x211] = 1;
        image.AsSpan(0x214)[2] = 0x10;
        Put(image, 0x236, 1);
        return image;
    }

    /// <summary>The same with something changed.</summary>
    internal static byte[] With(Action<byte[]> change)
    {
        byte[] image = Of(1, 2, 3, 4);
        change(image);
        return image;
    }

    /// <summary>Writes a 16-bit field.</summary>
    internal static void Put(byte[] image, int offset, ushort value) =>
        BinaryPrimitives.WriteUInt16LittleEndian(image.AsSpan(offset), value);

    /// <summary>Writes a 32-bit field.</summary>
    internal static void Put(byte[] image, int offset, uint value) =>
        BinaryPrimitives.WriteUInt32LittleEndian(image.AsSpan(offset), value);
}
