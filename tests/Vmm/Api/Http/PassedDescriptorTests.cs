using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Kiln.Testing.Vmm.Api.Http;
using Xunit;

namespace Kiln.Vmm.Tests.Api.Http;

/// <summary>Descriptors that a client sends along are never this process's.</summary>
public sealed unsafe class PassedDescriptorTests
{
    private const int SOL_SOCKET = 1;
    private const int SCM_RIGHTS = 1;

    // The most that the kernel takes in a message.
    private const int Most = 253;

    [Theory]
    [InlineData("GET / HTTP/1.1\r\n\r\n", 1)]
    [InlineData("GET / HTTP/1.1\r\n\r\n", Most)]
    [InlineData("PUT / HTTP/1.1\r\nContent-Length: 9000\r\n\r\n", Most)]
    [InlineData("NO\r\n\r\n", Most)]
    public void TheyAreClosedWhenTheirBytesAreReceived(string request, int count)
    {
        using FakeClient client = new(new EchoHandler());
        int* pipe = stackalloc int[2];
        LinuxException.ThrowIfFailed(Tmds.Linux.LibC.pipe2(pipe, Tmds.Linux.LibC.O_CLOEXEC | Tmds.Linux.LibC.O_NONBLOCK), "pipe2");
        using OwnedDescriptor reading = new(pipe[0]);
        using (OwnedDescriptor writing = new(pipe[1]))
        {
            Send(client.End.Descriptor, Encoding.Latin1.GetBytes(request), writing.Descriptor, count);
        }
        byte[] buffer = new byte[1];
        // The positive control: while the descriptors are in flight, the pipe still has a writer.
        Assert.True(reading.Descriptor.Read(buffer).WouldBlock);

        client.Turn();
        // Bodies and discarded data are received by other calls.
        Send(client.End.Descriptor, new byte[9000], default, 0);
        client.Turn();

        IoResult end = reading.Descriptor.Read(buffer);
        Assert.Equal((0, 0), (end.Count, end.Errno.Number));
    }

    [Theory]
    [InlineData("PUT / HTTP/1.1\r\nContent-Length: 9000\r\n\r\n")]
    [InlineData("NO\r\n\r\n")]
    public void SoAreThoseThatComeWithABodyOrAfterARefusal(string request)
    {
        using FakeClient client = new(new EchoHandler());
        client.Exchange(request);
        int* pipe = stackalloc int[2];
        LinuxException.ThrowIfFailed(Tmds.Linux.LibC.pipe2(pipe, Tmds.Linux.LibC.O_CLOEXEC | Tmds.Linux.LibC.O_NONBLOCK), "pipe2");
        using OwnedDescriptor reading = new(pipe[0]);
        using (OwnedDescriptor writing = new(pipe[1]))
        {
            Send(client.End.Descriptor, new byte[100], writing.Descriptor, Most);
        }
        byte[] buffer = new byte[1];
        Assert.True(reading.Descriptor.Read(buffer).WouldBlock);

        client.Turn();

        IoResult end = reading.Descriptor.Read(buffer);
        Assert.Equal((0, 0), (end.Count, end.Errno.Number));
    }

    // sendmsg(2) with a control message of one descriptor, several times over.
    private static void Send(Descriptor socket, byte[] bytes, Descriptor passed, int count)
    {
        const int HeaderLength = 16;
        byte[] control = new byte[HeaderLength + ((count + 1) / 2 * 2 * sizeof(int))];
        BinaryPrimitives.WriteInt64LittleEndian(control, HeaderLength + (count * sizeof(int)));
        BinaryPrimitives.WriteInt32LittleEndian(control.AsSpan(8), SOL_SOCKET);
        BinaryPrimitives.WriteInt32LittleEndian(control.AsSpan(12), SCM_RIGHTS);
        for (int index = 0; index < count; index++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(control.AsSpan(HeaderLength + (index * sizeof(int))), passed.Number);
        }
        fixed (byte* data = bytes, rights = control)
        {
            nint* vector = stackalloc nint[2] { (nint)data, bytes.Length };
            // Name and its length, vector and its length, control and its length, flags.
            nint* message = stackalloc nint[7] { 0, 0, (nint)vector, 1, count == 0 ? 0 : (nint)rights, count == 0 ? 0 : control.Length, 0 };
            Assert.Equal(bytes.Length, sendmsg(socket.Number, message, 0));
        }
    }

    [DllImport("libc")]
    private static extern nint sendmsg(int fd, nint* message, int flags);
}
