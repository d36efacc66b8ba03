namespace Kiln.Vmm.Foundation.Text;

/// <summary>A reusable text buffer that grows to the longest text and keeps that size.</summary>
/// <param name="initialLength">Initial size of the buffer, in bytes.</param>
internal sealed class GrowingText(int initialLength)
{
    private byte[] _buffer = new byte[initialLength];

    internal delegate void Fill(ref Utf8Writer writer);

    /// <summary>Writes a text, enlarging the buffer until it fits.</summary>
    /// <param name="fill">Writes the text; called again with a larger buffer when it did not fit.</param>
    /// <returns>The text, valid until the next call.</returns>
    internal ReadOnlyMemory<byte> Write(Fill fill)
    {
        while (true)
        {
            Utf8Writer writer = new(_buffer);
            fill(ref writer);
            if (!writer.IsFull)
            {
                return _buffer.AsMemory(0, writer.Length);
            }
            _buffer = new byte[_buffer.Length * 2];
        }
    }
}
