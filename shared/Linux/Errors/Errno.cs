using System.Text;
using Tmds.Linux;

namespace Kiln.Linux;

/// <summary>An error number of the kernel, for example 13, EACCES. Zero is success.</summary>
/// <param name="Number">The positive number, 0 to 133.</param>
public readonly partial record struct Errno(int Number)
{
    /// <summary>The name in <c>errno.h</c>, or <c>errno N</c> for a number that has none.</summary>
    public string Name => Number > 0 && Number < _names.Length && _names[Number].Length > 0 ? _names[Number] : $"errno {Number}";

    /// <summary>The error of a name, or null when there is none.</summary>
    /// <param name="name">For example <c>ENOSYS</c>.</param>
    public static Errno? Named(string name) => Array.IndexOf(_names, name) is > 0 and var number ? new Errno(number) : null;

    /// <summary>The C library's sentence for the number, for example <c>Permission denied</c>.</summary>
    public unsafe string Text
    {
        get
        {
            // 128 bytes hold every message of the C locale; a longer one would be cut, not overrun.
            const int Room = 128;
            byte* buffer = stackalloc byte[Room];
            return LibC.strerror_r(Number, buffer, Room) == 0 ? Encoding.UTF8.GetString(buffer, Length(buffer, Room)) : Name;
        }
    }

    /// <summary>The form that people and Firecracker's clients read: <c>EACCES: Permission denied (os error 13)</c>.</summary>
    public override string ToString() => $"{Name}: {Text} (os error {Number})";

    private static unsafe int Length(byte* text, int room) => new ReadOnlySpan<byte>(text, room).IndexOf((byte)0);
}
