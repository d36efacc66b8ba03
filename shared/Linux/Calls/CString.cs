using System.Text;

namespace Kiln.Linux.Calls;

/// <summary>Strings as the kernel takes them: UTF-8 with a terminating NUL.</summary>
public static class CString
{
    /// <summary>Encodes a string for a call.</summary>
    /// <param name="text">A path, name or argument.</param>
    /// <returns>The bytes and one NUL.</returns>
    /// <exception cref="ArgumentException">The text contains a NUL, which would silently truncate it.</exception>
    public static byte[] Encode(string text)
    {
        if (text.Contains('\0'))
        {
            throw new ArgumentException("a path or argument cannot contain a NUL character", nameof(text));
        }
        byte[] bytes = new byte[Encoding.UTF8.GetByteCount(text) + 1];
        Encoding.UTF8.GetBytes(text, bytes);
        return bytes;
    }
}
