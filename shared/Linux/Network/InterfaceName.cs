using System.Text;

namespace Kiln.Linux.Network;

/// <summary>Names of network interfaces as the kernel takes them.</summary>
public static class InterfaceName
{
    /// <summary>The longest name, in bytes of UTF-8: IFNAMSIZ without the NUL.</summary>
    public static int MostLength => ifreq.NameRoom - 1;

    /// <summary>Whether a name can be given to the kernel at all; it has further rules of its own.</summary>
    public static bool Fits(string name) => Encoding.UTF8.GetByteCount(name) <= MostLength && !name.Contains('\0');

    internal static unsafe ifreq Request(string name)
    {
        ifreq request = default;
        Encoding.UTF8.GetBytes(name, new Span<byte>(request.ifr_name, MostLength));
        return request;
    }

    internal static unsafe string Of(in ifreq request)
    {
        fixed (byte* name = request.ifr_name)
        {
            return Encoding.UTF8.GetString(MemoryOf(name));
        }
    }

    // The kernel ends every name that it writes, but nothing else guarantees the NUL.
    private static unsafe ReadOnlySpan<byte> MemoryOf(byte* name)
    {
        ReadOnlySpan<byte> room = new(name, MostLength);
        int length = room.IndexOf((byte)0);
        return length < 0 ? room : room[..length];
    }
}
