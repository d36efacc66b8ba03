using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace Kiln.Vmm.Metrics;

/// <summary>
/// Names of metrics, as bytes of the program's own: they are written as they are, and cost a start nothing, while strings are relocated at every start.
/// </summary>
internal readonly unsafe struct MetricNames
{
    private readonly byte* _start;
    private readonly int _length;

    private MetricNames(byte* start, int length)
    {
        _start = start;
        _length = length;
    }

    /// <param name="literal">A <c>u8</c> literal, which is kept by its address: names separated by spaces, or nothing.</param>
    public static implicit operator MetricNames(ReadOnlySpan<byte> literal) =>
        new((byte*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(literal)), literal.Length);

    internal ReadOnlySpan<byte> Bytes => new(_start, _length);

    internal bool IsEmpty => _length == 0;

    internal int Count => _length == 0 ? 0 : Bytes.Count((byte)' ') + 1;

    /// <summary>Takes the first name away.</summary>
    internal static MetricNames TakeFirst(ref MetricNames names)
    {
        MetricNames all = names;
        int length = all.Bytes.IndexOf((byte)' ');
        names = length < 0 ? default : new MetricNames(all._start + length + 1, all._length - length - 1);
        return length < 0 ? all : new MetricNames(all._start, length);
    }

    public override string ToString() => Encoding.ASCII.GetString(Bytes);
}
