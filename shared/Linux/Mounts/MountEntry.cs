using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using Kiln.Linux.Abi;
using Kiln.Linux.Files;

namespace Kiln.Linux.Mounts;

/// <summary>A mount as listed in /proc/self/mountinfo (proc(5)). Other users control much of such a line.</summary>
/// <param name="Device">The file system's device number, as in <see cref="FileStatus.Device"/>.</param>
/// <param name="Root">The directory of the file system that is mounted.</param>
/// <param name="MountPoint">The mount point, as this process sees it.</param>
/// <param name="IsReadOnly">Whether this mount is read-only.</param>
/// <param name="Type">The file system type.</param>
/// <param name="SuperOptions">Super block options, each <c>name</c> or <c>name=value</c>.</param>
public sealed record MountEntry(
    ulong Device, string Root, string MountPoint, bool IsReadOnly, string Type, IReadOnlyList<string> SuperOptions)
{
    // Enough for two fully escaped paths of PATH_MAX and a page of options.
    [NotInHeader("Kiln's own bound")]
    private const int MaximumLength = 64 * 1024;

    /// <param name="line">The line, without its end.</param>
    /// <returns>Whether the line is well-formed.</returns>
    public static bool TryParse(ReadOnlySpan<byte> line, [NotNullWhen(true)] out MountEntry? entry)
    {
        entry = null;
        if (line.Length > MaximumLength)
        {
            return false;
        }
        ReadOnlySpan<byte> rest = line;
        bool numbered = IsNumber(Next(ref rest)) & IsNumber(Next(ref rest));
        bool hasDevice = TryParseDevice(Next(ref rest), out ulong device);
        bool hasRoot = TryDecode(Next(ref rest), out string root) && root.Length > 0;
        bool hasPoint = TryDecode(Next(ref rest), out string point) && point.StartsWith('/');
        if (!(numbered && hasDevice && hasRoot && hasPoint))
        {
            return false;
        }
        if (!TryDecodeOptions(Next(ref rest), out string[] mountOptions))
        {
            return false;
        }
        // Optional fields follow, up to a single dash.
        while (!Next(ref rest).SequenceEqual("-"u8))
        {
            if (rest.IsEmpty)
            {
                return false;
            }
        }
        // The source stands between type and options; it may be empty.
        bool hasType = TryDecode(Next(ref rest), out string type) && type.Length > 0;
        if (!hasType || !TryDecodeOptions(rest[(rest.LastIndexOf((byte)' ') + 1)..], out string[] options))
        {
            return false;
        }
        bool readOnly = Array.IndexOf(mountOptions, "ro") >= 0 || Array.IndexOf(options, "ro") >= 0;
        entry = new MountEntry(device, root, point, readOnly, type, options);
        return true;
    }

    private static ReadOnlySpan<byte> Next(ref ReadOnlySpan<byte> rest)
    {
        int end = rest.IndexOf((byte)' ');
        ReadOnlySpan<byte> field = end < 0 ? rest : rest[..end];
        rest = end < 0 ? [] : rest[(end + 1)..];
        return field;
    }

    private static bool IsNumber(ReadOnlySpan<byte> field) => Utf8Parser.TryParse(field, out uint _, out int used) && used == field.Length;

    private static bool TryParseDevice(ReadOnlySpan<byte> field, out ulong device)
    {
        device = 0;
        int colon = field.IndexOf((byte)':');
        if (colon < 0 || !IsNumber(field[..colon]) || !IsNumber(field[(colon + 1)..]))
        {
            return false;
        }
        _ = Utf8Parser.TryParse(field, out uint major, out _);
        _ = Utf8Parser.TryParse(field[(colon + 1)..], out uint minor, out _);
        // The kernel's encoding for stat(2): 12 bits of the major number between the two parts of the minor number.
        device = (minor & 0xFF) | ((ulong)major << 8) | ((ulong)(minor & ~0xFFu) << 12);
        return true;
    }

    private static bool TryDecodeOptions(ReadOnlySpan<byte> field, out string[] options)
    {
        // Split before decoding: a comma inside a value is escaped.
        List<string> list = [];
        options = [];
        foreach (Range range in field.Split((byte)','))
        {
            if (!TryDecode(field[range], out string option))
            {
                return false;
            }
            list.Add(option);
        }
        options = [.. list];
        return true;
    }

    // The kernel escapes white space, backslashes and whatever else would break the line as three octal digits.
    private static bool TryDecode(ReadOnlySpan<byte> field, out string text)
    {
        byte[] bytes = new byte[field.Length];
        int length = 0;
        text = "";
        for (int index = 0; index < field.Length; index++)
        {
            byte value = field[index];
            if (value == (byte)'\\')
            {
                if (!TryDecodeEscape(field[index..], out value))
                {
                    return false;
                }
                index += 3;
            }
            bytes[length++] = value;
        }
        text = Encoding.UTF8.GetString(bytes, 0, length);
        // A NUL would truncate any path built from it.
        return !text.Contains('\0');
    }

    private static bool TryDecodeEscape(ReadOnlySpan<byte> escape, out byte value)
    {
        value = 0;
        if (escape.Length < 4 || escape[1] is < (byte)'0' or > (byte)'3' || escape[1..4].ContainsAnyExceptInRange((byte)'0', (byte)'7'))
        {
            return false;
        }
        value = (byte)(((escape[1] & 7) << 6) | ((escape[2] & 7) << 3) | (escape[3] & 7));
        return true;
    }
}
