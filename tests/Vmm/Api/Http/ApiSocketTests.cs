using System.IO;
using System.Linq;
using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Kiln.Linux.Files;
using Kiln.Linux.Sockets;
using Kiln.Testing.Vmm.Api.Http;
using Kiln.Vmm.Api.Http;
using Kiln.Vmm.Foundation;
using Xunit;

namespace Kiln.Vmm.Tests.Api.Http;

/// <summary>The server binds an unused path, and never takes one that is in use.</summary>
public sealed class ApiSocketTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("kiln-api-").FullName;

    private string Name => Path.Combine(_directory, "api.socket");

    [Fact]
    public void ClientsCanConnectAsSoonAsItIsThere()
    {
        using ApiSocket socket = ApiSocket.Open(Name);
        using SocketEnd client = SocketEnd.Connect(Name);

        Assert.Equal(0, socket.Listener.Accept(out OwnedDescriptor? accepted).Number);
        accepted!.Dispose();
        Assert.Equal(Errno.EAGAIN, socket.Listener.Accept(out accepted));
        Assert.Null(accepted);
    }

    [Fact]
    public void ItsModeIsTheUmasks()
    {
        string line = File.ReadLines("/proc/self/status").First(line => line.StartsWith("Umask:", StringComparison.Ordinal));
        uint umask = Convert.ToUInt32(line.Split('\t')[1], 8);
        using ApiSocket socket = ApiSocket.Open(Name);

        Assert.Equal((true, 0x1FFu & ~umask), (PathName.StatusOf(Name)!.Value.IsSocket, PathName.StatusOf(Name)!.Value.Permissions));
    }

    [Fact]
    public void ItsNameStaysAndIsTakenAgain()
    {
        ApiSocket.Open(Name).Dispose();
        Assert.True(PathName.StatusOf(Name)!.Value.IsSocket);

        using ApiSocket socket = ApiSocket.Open(Name);
        using SocketEnd client = SocketEnd.Connect(Name);

        Assert.Equal(0, socket.Listener.Accept(out OwnedDescriptor? accepted).Number);
        accepted!.Dispose();
    }

    [Fact]
    public void ALiveSocketIsAnErrorAndStays()
    {
        using ApiSocket live = ApiSocket.Open(Name);

        Assert.Equal($"Failed to open the API socket at: {Name}. Check that it is not already used.", Failure(Name));
        SocketEnd.Connect(Name).Dispose();
    }

    [Fact]
    public void ALiveSocketWhoseQueueIsFullIsAnErrorAndStays()
    {
        using UnixSocket live = UnixSocket.Create();
        live.Bind(Name);
        live.Listen(0);
        using SocketEnd first = SocketEnd.Connect(Name);

        Assert.Equal($"Failed to open the API socket at: {Name}. Check that it is not already used.", Failure(Name));
        Assert.True(File.Exists(Name));
    }

    [Fact]
    public void AnythingElseUnderTheNameIsAnErrorAndStays()
    {
        File.WriteAllText(Name, "a file");
        string link = Path.Combine(_directory, "link");
        File.CreateSymbolicLink(link, Path.Combine(_directory, "nowhere"));

        Assert.Equal($"Failed to open the API socket at: {Name}. Check that it is not already used.", Failure(Name));
        Assert.Equal($"Failed to open the API socket at: {link}. Check that it is not already used.", Failure(link));
        Assert.Equal("a file", File.ReadAllText(Name));
        Assert.True(new FileInfo(link).LinkTarget is not null);
    }

    [Fact]
    public void APathThatCannotBeIsAnError()
    {
        string missing = Path.Combine(_directory, "missing/api.socket");
        string longest = Path.Combine(_directory, new string('x', 106 - _directory.Length));

        const string Missing = "ENOENT: No such file or directory (os error 2); check --api-sock.";
        const string Long = "A socket's path has at most 107 bytes; check --api-sock.";
        Assert.Equal($"Failed to open the API socket at: {missing}. {Missing}", Failure(missing));
        Assert.Equal($"Failed to open the API socket at: {longest}x. {Long}", Failure(longest + "x"));
        Assert.Equal($"Failed to open the API socket at: . {Missing}", Failure(""));
        using ApiSocket socket = ApiSocket.Open(longest);
        SocketEnd.Connect(longest).Dispose();
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private static string Failure(string path) => Assert.Throws<VmmFailure>(() => ApiSocket.Open(path)).Message;
}
