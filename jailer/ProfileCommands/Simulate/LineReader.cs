using Kiln.Jailer.Foundation;
using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;

namespace Kiln.ProfileCommands.Simulate;

/// <summary>Reads the lines of a file of any length, in pieces of bounded length.</summary>
/// <param name="name">The file's name, for messages.</param>
internal sealed class LineReader(Descriptor file, string name)
{
    /// <summary>The longest line that is read, in bytes. Of a longer one nothing is.</summary>
    internal const int LongestLine = 64 * 1024;

    private readonly byte[] _buffer = new byte[2 * LongestLine];
    private int _start;
    private int _end;

    /// <summary>Reads the next line.</summary>
    /// <param name="line">The line without its end, valid until the next one is read; empty when it is too long.</param>
    /// <param name="isTooLong">Whether it is.</param>
    /// <returns>False at the end of the file.</returns>
    /// <exception cref="JailerFailure">The file cannot be read.</exception>
    internal bool TryRead(out ReadOnlySpan<byte> line, out bool isTooLong)
    {
        line = default;
        isTooLong = false;
        while (true)
        {
            ReadOnlySpan<byte> rest = _buffer.AsSpan(_start.._end);
            int length = rest.IndexOf((byte)'\n');
            if (length > LongestLine || (length < 0 && rest.Length > LongestLine))
            {
                isTooLong = true;
                SkipLine();
                return true;
            }
            if (length >= 0)
            {
                line = rest[..length];
                _start += length + 1;
                return true;
            }
            if (!TryFill())
            {
                line = _buffer.AsSpan(_start.._end);
                _start = _end;
                return !line.IsEmpty;
            }
        }
    }

    private void SkipLine()
    {
        do
        {
            int length = _buffer.AsSpan(_start.._end).IndexOf((byte)'\n');
            _start = length < 0 ? _end : _start + length + 1;
            if (length >= 0)
            {
                return;
            }
        }
        while (TryFill());
    }

    private bool TryFill()
    {
        _buffer.AsSpan(_start.._end).CopyTo(_buffer);
        (_start, _end) = (0, _end - _start);
        IoResult read;
        do
        {
            read = file.Read(_buffer.AsSpan(_end));
        }
        while (read.Failed && read.Errno == Errno.EINTR);
        if (read.Failed)
        {
            throw new JailerFailure($"{name} cannot be read: {read.Errno.Description}; give a file of system calls, or - for standard input");
        }
        _end += read.Count;
        return read.Count > 0;
    }
}
