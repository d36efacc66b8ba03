using System.IO.Pipes;
using System.Text;
using Kiln.Linux.Descriptors;
using Xunit;

namespace Kiln.Vmm.Tests.Process.Lifecycle;

/// <summary>A pipe in its blocking mode, as a shell makes one.</summary>
internal sealed class EventPipe : IDisposable
{
    private readonly AnonymousPipeServerStream _reader = new(PipeDirection.In);

    internal Descriptor Writer => new((int)_reader.ClientSafePipeHandle.DangerousGetHandle());

    internal Descriptor Reader => new((int)_reader.SafePipeHandle.DangerousGetHandle());

    // Reads the content without waiting: lines must be whole.
    internal string[] ReadLines()
    {
        StringBuilder text = new();
        byte[] buffer = new byte[64 * 1024];
        while (IsReadable())
        {
            text.Append(Encoding.ASCII.GetString(buffer, 0, Reader.Read(buffer).Count));
        }
        Assert.True(text.ToString().EndsWith('\n'), "a line is not whole");
        return text.ToString()[..^1].Split('\n');
    }

    internal void CloseReader() => _reader.SafePipeHandle.Dispose();

    public void Dispose()
    {
        _reader.Dispose();
        _reader.ClientSafePipeHandle.Dispose();
    }

    private unsafe bool IsReadable()
    {
        Tmds.Linux.pollfd wanted = new() { fd = Reader.Number, events = (short)Tmds.Linux.LibC.POLLIN };
        return Tmds.Linux.LibC.poll(&wanted, 1, 0) == 1;
    }
}
