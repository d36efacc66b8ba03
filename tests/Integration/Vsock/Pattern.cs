using System.Buffers.Binary;

namespace Kiln.Integration.Tests.Vsock;

/// <summary>Content that the guests make themselves, and its hash (FNV-1a, 64 bits), as tests/guests/vsock/pattern.c has them.</summary>
internal static class Pattern
{
    internal static byte[] Make(uint seed, int length)
    {
        byte[] content = new byte[length];
        for (uint index = 0; index < length; index++)
        {
            content[index] = (byte)(unchecked(((seed * 167) + index) * 0x9E3779B1) >> 24);
        }
        return content;
    }

    internal static ulong Hash(ReadOnlySpan<byte> content)
    {
        ulong hash = 0xCBF29CE484222325;
        foreach (byte one in content)
        {
            hash = unchecked((hash ^ one) * 0x100000001B3);
        }
        return hash;
    }

    /// <summary>What an end that only takes answers when all has come.</summary>
    internal static string Answer(ReadOnlySpan<byte> content) => $"{content.Length:x16} bytes {Hash(content):x16}";

    /// <summary>How much is asked of the guest's port that sends.</summary>
    internal static byte[] Request(int length)
    {
        byte[] request = new byte[sizeof(uint)];
        BinaryPrimitives.WriteInt32LittleEndian(request, length);
        return request;
    }
}
