using System.Text;
using Kiln.Linux.Errors;
using Tmds.Linux;

namespace Kiln.Linux.Sockets;

/// <summary>The address of a Unix socket, a path (unix(7)).</summary>
public unsafe struct UnixAddress
{
    private sockaddr_un _address;
    private int _length;

    /// <summary>The longest path, in bytes: struct sockaddr_un without the NUL.</summary>
    public static int LongestPath => sockaddr_un.sun_path_length - 1;

    /// <summary>Bytes of the path.</summary>
    public readonly int Length => _length;

    /// <summary>Makes the address of a path.</summary>
    /// <param name="path">The path, without a NUL.</param>
    /// <returns>0 on success, or ENOENT or ENAMETOOLONG: the kernel would take an empty path for an abstract name, and truncate a long one.</returns>
    public static Errno TryCreate(string path, out UnixAddress address)
    {
        address = default;
        address._address.sun_family = LibC.AF_UNIX;
        if (path.Length == 0)
        {
            return Errno.ENOENT;
        }
        int length = Encoding.UTF8.GetByteCount(path);
        Span<byte> bytes = stackalloc byte[length <= LongestPath ? length : 0];
        return bytes.IsEmpty || !address.TryAppend(bytes[..Encoding.UTF8.GetBytes(path, bytes)]) ? Errno.ENAMETOOLONG : default;
    }

    /// <summary>Lengthens the path.</summary>
    /// <returns>False when it would be too long; it is unchanged then.</returns>
    public bool TryAppend(scoped ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > LongestPath - _length)
        {
            return false;
        }
        fixed (byte* path = _address.sun_path)
        {
            bytes.CopyTo(new Span<byte>(path + _length, LongestPath - _length));
        }
        _length += bytes.Length;
        return true;
    }

    /// <summary>Calls bind(2) or connect(2) with the address.</summary>
    internal Errno Apply(int socket, delegate*<int, sockaddr*, socklen_t, int> call)
    {
        fixed (sockaddr_un* address = &_address)
        {
            return call(socket, (sockaddr*)address, (socklen_t)sizeof(sockaddr_un)) < 0 ? SystemError.Last("").Errno : default;
        }
    }
}
