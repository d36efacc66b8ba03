using System.Runtime.InteropServices;

namespace Kiln.Vmm.Foundation;

/// <summary>Structures that mirror external layouts, as bytes.</summary>
internal static class StructBytes
{
    /// <summary>The bytes of a value in place: a view, not a copy.</summary>
    /// <typeparam name="T">A struct without padding, or zeroed as a whole: the bytes include the padding.</typeparam>
    internal static ReadOnlySpan<byte> Of<T>(in T value)
        where T : unmanaged => MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in value));

    /// <summary>The bytes of a value in place, to be written.</summary>
    internal static Span<byte> WritableOf<T>(ref T value)
        where T : unmanaged => MemoryMarshal.AsBytes(new Span<T>(ref value));
}
