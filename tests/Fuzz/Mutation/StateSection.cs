using System.Buffers.Binary;

namespace Kiln.Fuzz.Mutation;

/// <summary>Where a section of a saved state lies.</summary>
/// <param name="Start">The byte that says how long its name is.</param>
/// <param name="Content">What is in it, behind its length.</param>
/// <param name="End">What follows it.</param>
internal readonly record struct StateSection(int Start, int Content, int End)
{
    /// <summary>Whether it has a name, and a length to keep right.</summary>
    internal bool HasName => Start < Content;

    /// <summary>All bytes, whatever is in them.</summary>
    internal static StateSection Nameless(int length) => new(0, 0, length);

    /// <summary>Its name, in the bytes that it was found in.</summary>
    internal ReadOnlySpan<byte> NameIn(ReadOnlySpan<byte> bytes) => bytes.Slice(Start + 1, bytes[Start]);

    /// <summary>Writes another length.</summary>
    /// <param name="bytes">The bytes that it was found in, or what has become of them behind its length.</param>
    internal void WriteLength(Span<byte> bytes, int length) =>
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[(Content - sizeof(ulong))..], (ulong)length);
}
