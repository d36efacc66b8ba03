using System.IO;
using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Kiln.Linux.Files;
using Kiln.Linux.Sockets;
using Tmds.Linux;
using Xunit;

namespace Kiln.Linux.Tests.Sockets;

/// <summary>Unix sockets connect by path, and no call on them blocks.</summary>
public sealed class UnixSocketTests : IDisposable
{
    private const int FD_CLOEXEC = 1;

    private readonly string _directory = Directory.CreateTempSubdirectory("kiln-socket-").FullName;

    private string Name => Path.Combine(_directory, "socket");

    [Fact]
    public void WhatOneSendsTheOtherReceives()
    {
        using UnixSocket listener = Listen();
        using UnixSocket client = UnixSocket.Create();
        byte[] buffer = new byte[8];
        Assert.Equal(0, client.Connect(Name).Number);
        Assert.Equal(0, listener.Accept(out OwnedDescriptor? accepted).Number);
        using OwnedDescriptor server = accepted!;

        Assert.Equal(3, client.Descriptor.Send("abc"u8).Count);
        Assert.Equal(3, server.Descriptor.Receive(buffer).Count);
        Assert.Equal("abc"u8, buffer.AsSpan(0, 3));
        Assert.True(server.Descriptor.Receive(buffer).WouldBlock);
        client.Descriptor.EndSending();
        IoResult end = server.Descriptor.Receive(buffer);
        Assert.Equal((0, false), (end.Count, end.Failed));
        Assert.Equal(1, server.Descriptor.Send("d"u8).Count);
        Assert.Equal(1, client.Descriptor.Receive(buffer).Count);
    }

    [Fact]
    public void APeerThatIsGoneIsAnErrorAndNoSignal()
    {
        using UnixSocket listener = Listen();
        UnixSocket client = UnixSocket.Create();
        client.Connect(Name);
        listener.Accept(out OwnedDescriptor? accepted);
        using OwnedDescriptor server = accepted!;
        client.Dispose();

        Assert.Equal(Errno.EPIPE, server.Descriptor.Send("x"u8).Errno);
        server.Descriptor.EndSending();
    }

    [Fact]
    public void EverySocketIsClosedByExecAndDoesNotWait()
    {
        using UnixSocket listener = Listen();
        using UnixSocket client = UnixSocket.Create();
        Assert.Equal(Errno.EAGAIN, listener.Accept(out OwnedDescriptor? accepted));
        Assert.Null(accepted);
        client.Connect(Name);
        listener.Accept(out accepted);
        using OwnedDescriptor server = accepted!;

        Assert.All([listener.Descriptor, client.Descriptor, server.Descriptor], descriptor =>
        {
            Assert.Equal(FD_CLOEXEC, LibC.fcntl(descriptor.Number, (int)FileControl.F_GETFD));
            Assert.NotEqual(0, LibC.fcntl(descriptor.Number, LibC.F_GETFL) & LibC.O_NONBLOCK);
        });
    }

    [Fact]
    public void WhyThereIsNoConnectionIsToldApart()
    {
        using UnixSocket bound = UnixSocket.Create();
        using UnixSocket client = UnixSocket.Create();
        Assert.Equal(Errno.ENOENT, client.Connect(Name));
        Assert.Equal(0, bound.Bind(Name).Number);
        Assert.Equal(Errno.ECONNREFUSED, client.Connect(Name));
        using UnixSocket other = UnixSocket.Create();
        Assert.Equal(Errno.EADDRINUSE, other.Bind(Name));
        bound.Listen(0);
        Assert.Equal(0, client.Connect(Name).Number);
        Assert.Equal(Errno.EAGAIN, other.Connect(Name));
    }

    [Fact]
    public void APathIsTakenWholeOrNotAtAll()
    {
        string longest = Path.Combine(_directory, new string('x', UnixAddress.LongestPath - _directory.Length - 1));
        using UnixSocket socket = UnixSocket.Create();

        Assert.Equal(Errno.ENAMETOOLONG, socket.Bind(longest + "x"));
        Assert.Equal(Errno.ENAMETOOLONG, socket.Connect(longest + "x"));
        Assert.Equal(Errno.ENOENT, socket.Bind(""));
        Assert.Equal(0, socket.Bind(longest).Number);
        Assert.True(File.Exists(longest));
    }

    [Fact]
    public void ANameIsLookedAtAndRemovedItselfAndNotWhatItPointsTo()
    {
        string link = Path.Combine(_directory, "link");
        Listen().Dispose();
        File.CreateSymbolicLink(link, Name);

        Assert.True(PathName.StatusOf(Name)!.Value.IsSocket);
        Assert.True(PathName.StatusOf(link)!.Value.IsSymbolicLink);
        Assert.Equal(0, PathName.Unlink(link).Number);
        Assert.Null(PathName.StatusOf(link));
        Assert.Equal(Errno.ENOENT, PathName.Unlink(link));
        Assert.NotNull(PathName.StatusOf(Name));
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private UnixSocket Listen()
    {
        UnixSocket socket = UnixSocket.Create();
        Assert.Equal(0, socket.Bind(Name).Number);
        Assert.Equal(0, socket.Listen(8).Number);
        return socket;
    }
}
