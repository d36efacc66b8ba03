namespace Kiln.Vmm.Foundation.Text;

/// <summary>Text that is written again and again, in a buffer that grows until it has room for it and then stays.</summary>
/// <param name="initialLength">Bytes of the buffer at first.</param>
internal sealed class GrowingText(int initialLength)
{
    private byte[] _buffer = new byte[initialLength];

    /// <summary>Writes the text.</summary>
    internal delegate void Fill(ref Utf8Writer writer);

    /// <summary>Has the text written.</summary>
    /// <param name="fill">Writes it; called again with more room when there was too little.</param>
    /// <returns>The text, until the next is written.</returns>
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
