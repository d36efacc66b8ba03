using Kiln.Linux.Abi;
using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Kiln.Linux.Sockets;

namespace Kiln.Vmm.Devices.Virtio.Vsock.Host;

/// <summary>A program of the host that has connected and not said yet to which port of the guest, or not all of it.</summary>
[NotInHeader("the monitor's own")]
internal unsafe struct Handshake
{
    private fixed byte _line[HandshakeText.LongestRequest];
    private int _count;

    internal StreamSocket Client;

    /// <summary>What the kernel is asked to report of the client; null if nothing yet.</summary>
    internal EpollEvents? Interest;

    /// <summary>Changes with each client that has the place.</summary>
    internal uint Generation;

    /// <summary>When it is closed, in nanoseconds of a monotonic clock; 0 when there is no client.</summary>
    internal ulong Deadline;

    internal readonly bool IsThere => Deadline != 0;

    /// <summary>Reads more of the request, and nothing behind it.</summary>
    /// <param name="port">The port of the guest, when the request is complete.</param>
    internal HandshakeStep Read(out uint port)
    {
        port = 0;
        fixed (byte* line = _line)
        {
            while (_count < HandshakeText.LongestRequest && (_count == 0 || line[_count - 1] != (byte)'\n'))
            {
                int most = Math.Max(HandshakeText.ShortestRequest - _count, 1);
                IoResult part = Client.Receive(line + _count, (uint)most);
                if (part.Count == 0)
                {
                    return part.WouldBlock ? HandshakeStep.Waits : HandshakeStep.Fails;
                }
                int end = new ReadOnlySpan<byte>(line + _count, part.Count).IndexOf((byte)'\n');
                _count += part.Count;
                if (end >= 0 && end != part.Count - 1)
                {
                    // A line that is too short.
                    return HandshakeStep.Fails;
                }
            }
            return HandshakeText.TryRead(new ReadOnlySpan<byte>(line, _count), out port) ? HandshakeStep.Succeeds : HandshakeStep.Fails;
        }
    }
}

/// <summary>How far a handshake has come.</summary>
internal enum HandshakeStep
{
    Waits,

    /// <summary>The request is complete.</summary>
    Succeeds,

    /// <summary>The client is gone, or has sent something else.</summary>
    Fails,
}
