using System.Text;
using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Kiln.Linux.Sockets;

namespace Kiln.Testing.Vmm.Api.Http;

/// <summary>A client's end of a connection, with bytes as characters of Latin-1. No call waits.</summary>
/// <param name="socket">The socket, which this closes.</param>
internal sealed class SocketEnd(OwnedDescriptor socket) : IDisposable
{
    private readonly byte[] _buffer = new byte[16 * 1024];

    internal Descriptor Descriptor => socket.Descriptor;

    /// <summary>Whether the server has ended the connection, as far as it was received.</summary>
    internal bool IsEnded { get; private set; }

    /// <summary>How the connection ended, when it was no good end.</summary>
    internal Errno Error { get; private set; }

    internal static SocketEnd Connect(string path)
    {
        UnixSocket socket = UnixSocket.Create();
        Errno error = socket.Connect(path);
        return error.Number == 0 ? new SocketEnd(socket) : throw new InvalidOperationException($"connect {path}: {error}");
    }

    /// <summary>Sends what the kernel takes.</summary>
    /// <returns>How many bytes that was; -1 when the server is gone.</returns>
    internal int Send(ReadOnlySpan<byte> bytes)
    {
        IoResult sent = socket.Descriptor.Send(bytes);
        return sent.Failed && !sent.WouldBlock ? -1 : sent.Count;
    }

    internal int Send(string text) => Send(Encoding.Latin1.GetBytes(text));

    /// <summary>Receives what is there.</summary>
    internal string Receive()
    {
        StringBuilder text = new();
        while (ReceiveInto(_buffer) is > 0 and var count)
        {
            text.Append(Encoding.Latin1.GetString(_buffer, 0, count));
        }
        return text.ToString();
    }

    /// <returns>How many bytes came; 0 when none did.</returns>
    internal int ReceiveInto(Span<byte> buffer)
    {
        IoResult received = socket.Descriptor.Receive(buffer);
        IsEnded |= received.Count == 0 && !received.WouldBlock;
        Error = received.Failed && !received.WouldBlock ? received.Errno : Error;
        return received.Count;
    }

    internal void EndSending() => socket.Descriptor.EndSending();

    public void Dispose() => socket.Dispose();
}
