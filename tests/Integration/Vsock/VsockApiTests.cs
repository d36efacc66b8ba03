using System.IO;
using System.Net.Sockets;
using Kiln.Integration.Tests.Api;
using Kiln.Integration.Tests.Harness;
using Kiln.Integration.Tests.Snapshots;
using Kiln.Testing.Harness;
using Mono.Unix.Native;
using Xunit;

namespace Kiln.Integration.Tests.Vsock;

/// <summary>The vsock device's socket in a jail, from the request that binds it to the end of the monitor, and with a machine that is loaded elsewhere.</summary>
[Collection(BusyCollection.Name)]
public sealed class VsockApiTests
{
    private const string Refused = "Vsock config error: Cannot create backend for vsock device: Error binding to the host-side Unix socket: ";

    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(20);

    [Fact]
    public void ItsSocketIsBoundAtOnceAndRemovedAtTheEnd()
    {
        using ApiJail jail = new();
        jail.Do("PUT", "/vsock", Body("v.sock"));
        Assert.True(File.Exists(jail.PathOf("v.sock")));
        Assert.Contains("\"vsock\":{\"guest_cid\":3,\"uds_path\":\"v.sock\"}", jail.Request("GET", "/vm/config").Body, StringComparison.Ordinal);

        // Another one takes its place, the same path too.
        jail.Do("PUT", "/vsock", Body("other.sock", ", \"buffer_mib\": 2"));
        jail.Do("PUT", "/vsock", Body("other.sock", ", \"buffer_mib\": 3"));
        Assert.False(File.Exists(jail.PathOf("v.sock")));
        Assert.Contains("\"uds_path\":\"other.sock\",\"buffer_mib\":3}", jail.Request("GET", "/vm/config").Body, StringComparison.Ordinal);
        jail.StartGuest("echo", "ready");
        Assert.Contains("not supported after starting the microVM", jail.Request("PUT", "/vsock", Body("v.sock")).Body, StringComparison.Ordinal);
        jail.Program.Type("\u0004");
        Assert.Equal(0, jail.Program.WaitForEnd(_patience).Status);
        Assert.False(File.Exists(jail.PathOf("other.sock")));
    }

    [Fact]
    public void ASocketThatIsUsedIsLeftAloneAndAStaleOneReplaced()
    {
        using ApiJail jail = new();
        using (Socket listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            listener.Bind(new UnixDomainSocketEndPoint(jail.PathOf("v.sock")));
            listener.Listen();
            Assert.Equal(0, Syscall.chmod(jail.PathOf("v.sock"), (FilePermissions)0x1FF));
            Answer used = jail.Request("PUT", "/vsock", Body("v.sock"));
            Assert.Equal(400, used.Status);
            Assert.Contains($"{Refused}Address in use (os error 98)", used.Body, StringComparison.Ordinal);
        }
        // .NET removes the file of a listener that it closes; a process that was killed leaves it.
        using (ApiJail killed = new())
        {
            killed.Do("PUT", "/vsock", Body("v.sock"));
            Assert.Equal(0, Syscall.kill(killed.Program.Id, Signum.SIGKILL));
            _ = killed.Program.WaitForEnd(_patience);
            Assert.True(File.Exists(killed.PathOf("v.sock")));
            File.Move(killed.PathOf("v.sock"), jail.PathOf("v.sock"));
        }
        jail.Do("PUT", "/vsock", Body("v.sock"));
    }

    [Theory]
    [InlineData("\"uds_path\": \"none/v.sock\"", "the directory of none/v.sock must exist, in a jail in the jail")]
    [InlineData("\"uds_path\": \"v.sock\", \"buffer_mib\": 0", "buffer_mib is 0, which allows no connection")]
    public void WhatCannotBeIsSaidInOneLine(string fields, string reason)
    {
        using ApiJail jail = new();
        Answer answer = jail.Request("PUT", "/vsock", $$"""{"guest_cid": 3, {{fields}}}""");

        Assert.Equal(400, answer.Status);
        Assert.Contains(reason, answer.Body, StringComparison.Ordinal);
        Assert.Contains("\"vsock\":null", jail.Request("GET", "/vm/config").Body, StringComparison.Ordinal);
    }

    [Fact]
    public void APathThatIsTooLongIsRefusedAndOneThatLeavesNoRoomForPortsIsTold()
    {
        using ApiJail jail = new();
        Answer answer = jail.Request("PUT", "/vsock", Body(new string('v', 108)));
        Assert.Contains("a socket's path has at most 107 bytes: shorten uds_path", answer.Body, StringComparison.Ordinal);

        jail.Do("PUT", "/vsock", Body(new string('v', 100)));
        Assert.Contains("so long that the guest cannot connect to every port of the host", jail.Log, StringComparison.Ordinal);
    }

    [Fact]
    public void AMachineIsLoadedWithItsSocketOrWithAnother()
    {
        using SnapshotJail first = new();
        first.Jail.Do("PUT", "/vsock", Body("v.sock"));
        first.Jail.StartGuest("spin");
        first.Pause();
        first.Create();
        first.Check();
        foreach ((string override_, string name) in (ReadOnlySpan<(string, string)>)[("", "v.sock"), (", \"vsock_override\": {\"uds_path\": \"w.sock\"}", "w.sock")])
        {
            using SnapshotJail next = new();
            next.LoadFrom(first, override_);
            Assert.True(File.Exists(next.Jail.PathOf(name)));
            Assert.Contains($"\"vsock\":{{\"guest_cid\":3,\"uds_path\":\"{name}\"}}", next.Jail.Request("GET", "/vm/config").Body, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void ALoadIsRefusedWhereItsSocketCannotBe()
    {
        using SnapshotJail first = new();
        first.Jail.Do("PUT", "/vsock", Body("v.sock"));
        first.Jail.StartGuest("spin");
        first.Pause();
        first.Create();
        using SnapshotJail next = new();
        next.Take(first, SnapshotJail.State);
        next.Take(first, SnapshotJail.Memory);
        File.WriteAllText(next.Jail.PathOf("v.sock"), "a file");

        Answer answer = next.Jail.Request("PUT", "/snapshot/load", SnapshotJail.Load + "}");

        Assert.Equal(400, answer.Status);
        Assert.Contains(
            "Failed to restore devices: Error restoring MMIO devices: VsockUnixBackend: Error binding to the host-side Unix socket: Address in use (os error 98)",
            answer.Body, StringComparison.Ordinal);
        Assert.Equal(1, next.WaitForEnd(_patience));
        Assert.Equal("a file", File.ReadAllText(next.Jail.PathOf("v.sock")));
    }

    [Fact]
    public void WithoutADeviceThereIsNothingToOverride()
    {
        using SnapshotJail first = new();
        first.Jail.StartGuest("spin");
        first.Pause();
        first.Create();
        using SnapshotJail next = new();
        next.Take(first, SnapshotJail.State);
        next.Take(first, SnapshotJail.Memory);

        Answer answer = next.Jail.Request("PUT", "/snapshot/load", SnapshotJail.Load + ", \"vsock_override\": {\"uds_path\": \"w.sock\"}}");

        Assert.Contains("Failed to get snapshot state from file: Unknown Vsock Device.", answer.Body, StringComparison.Ordinal);
    }

    private static string Body(string path, string more = "") => $$"""{"guest_cid": 3, "uds_path": "{{path}}"{{more}}}""";
}
