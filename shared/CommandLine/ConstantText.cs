using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace Kiln.CommandLine;

/// <summary>
/// Text that only help shows. A <c>u8</c> literal costs a start nothing, since it lies in the program's file as it is; a string is an object, which is relocated
/// at every start.
/// </summary>
public readonly unsafe struct ConstantText
{
    private readonly byte* _start;
    private readonly int _length;
    private readonly string? _string;

    private ConstantText(byte* start, int length, string? text)
    {
        _start = start;
        _length = length;
        _string = text;
    }

    /// <param name="literal">A literal: it is kept by its address.</param>
    public static implicit operator ConstantText(ReadOnlySpan<byte> literal) =>
        new((byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(literal)), literal.Length, null);

    public static implicit operator ConstantText(string text) => new(null, 0, text);

    public bool IsEmpty => _string is null ? _length == 0 : _string.Length == 0;

    public override string ToString() => _string ?? Encoding.UTF8.GetString(_start, _length);
}
