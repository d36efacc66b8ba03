using System.Text;

namespace Kiln.Vmm.Control;

/// <summary>A JSON text and the name of where it came from, for messages that say where in it something is.</summary>
/// <param name="name">The file.</param>
/// <param name="bytes">Its content.</param>
internal sealed class JsonText(string name, byte[] bytes)
{
    /// <summary>The content.</summary>
    internal byte[] Bytes { get; } = bytes;

    /// <summary>The byte at a place.</summary>
    /// <param name="line">Line ends before it.</param>
    /// <param name="position">Bytes before it in its line.</param>
    /// <returns>Its offset, or the text's length when that is shorter.</returns>
    internal long OffsetOf(long line, long position)
    {
        int start = 0;
        for (; line > 0 && Bytes.AsSpan(start).IndexOf((byte)'\n') is >= 0 and var length; line--)
        {
            start += length + 1;
        }
        return Math.Min(start + position, Bytes.Length);
    }

    /// <summary>A failure at a place: <c>vm.json:3:14: message</c>. Columns count characters from 1.</summary>
    /// <param name="offset">The byte at which the thing starts.</param>
    /// <param name="message">What is wrong, and the cure.</param>
    internal VmmFailure FailureAt(long offset, string message)
    {
        ReadOnlySpan<byte> before = Bytes.AsSpan(0, (int)Math.Min(offset, Bytes.Length));
        int line = before.Count((byte)'\n') + 1;
        int column = Encoding.UTF8.GetCharCount(before[(before.LastIndexOf((byte)'\n') + 1)..]) + 1;
        return new VmmFailure($"{name}:{line}:{column}: {message}");
    }
}
