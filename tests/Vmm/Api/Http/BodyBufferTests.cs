using System.Globalization;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Kiln.Testing.Vmm.Api.Http;
using Kiln.Vmm.Api.Http;
using Tmds.Linux;
using Xunit;

namespace Kiln.Vmm.Tests.Api.Http;

/// <summary>Memory for a body is allocated on demand, and freed if it was large.</summary>
public sealed unsafe class BodyBufferTests : IDisposable
{
    private readonly BodyBuffer _body = new(HttpServer.DefaultPayloadLimit);
    private readonly SocketEnd _client;
    private readonly OwnedDescriptor _server;

    public BodyBufferTests()
    {
        int* ends = stackalloc int[2];
        LinuxException.ThrowIfFailed(LibC.socketpair(LibC.AF_UNIX, LibC.SOCK_STREAM | LibC.SOCK_NONBLOCK | LibC.SOCK_CLOEXEC, 0, ends), "socketpair");
        (_client, _server) = (new SocketEnd(new OwnedDescriptor(ends[0])), new OwnedDescriptor(ends[1]));
    }

    [Fact]
    public void WithoutABodyThereIsNoMemory()
    {
        Assert.True(_body.TryBegin(0));

        Assert.True(_body.IsComplete);
        Assert.True(Unsafe.IsNullRef(ref MemoryMarshal.GetReference(_body.Bytes)));
    }

    [Theory]
    [InlineData(16 * 1024, 'x')]
    [InlineData((16 * 1024) + 1, '\0')]
    [InlineData(HttpServer.DefaultPayloadLimit, '\0')]
    public void WhatALongBodyTookIsGivenBack(int length, char left)
    {
        Receive(length);
        Assert.Equal('x', First);

        _body.Clear();

        Assert.Equal(left, First);
    }

    [Fact]
    public void InTheEndAllOfItIs()
    {
        Receive(1);
        nuint address = (nuint)Unsafe.AsPointer(ref MemoryMarshal.GetReference(_body.Bytes));
        Assert.True(IsMapped(address));

        _body.Unmap();

        Assert.False(IsMapped(address));
    }

    public void Dispose()
    {
        _body.Unmap();
        _client.Dispose();
        _server.Dispose();
    }

    // The byte exists whether it belongs to a body or not.
    private char First => (char)MemoryMarshal.GetReference(_body.Bytes);

    private void Receive(int length)
    {
        Assert.True(_body.TryBegin(length));
        Assert.Equal(length, _client.Send(Encoding.Latin1.GetBytes(new string('x', length))));
        while (!_body.IsComplete)
        {
            Assert.InRange(_body.Receive(_server.Descriptor).Count, 1, length);
        }
    }

    private static bool IsMapped(nuint address) => File.ReadLines("/proc/self/maps")
        .Select(line => line.Split(' ')[0].Split('-').Select(end => nuint.Parse(end, NumberStyles.HexNumber, null)).ToArray())
        .Any(ends => ends[0] <= address && address < ends[1]);
}
