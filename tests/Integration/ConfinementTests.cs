using System.Linq;
using Kiln.Integration.Tests.Harness;
using Kiln.Testing.Harness;
using Mono.Unix.Native;
using Xunit;

namespace Kiln.Integration.Tests;

/// <summary>What /proc shows of a monitor whose guest runs: every layer of the jail, read from outside.</summary>
public sealed class ConfinementTests : IDisposable
{
    private readonly TestJail _jail;
    private readonly RunningProgram _program;
    private readonly ProcessView _process;

    public ConfinementTests()
    {
        Requires.RootAndKvm();
        _jail = new TestJail();
        _jail.StageGuest("spin");
        _program = _jail.Start();
        _program.WaitForOutput("spinning");
        _process = new ProcessView(_program.Id);
    }

    [Fact]
    public void ThreadsAreVmmTheRuntimesOwnAndOnePerProcessor() =>
        // Newer kernels add a worker of their own to the process, which runs kernel code only.
        Assert.Equal(["runtime", "vcpu 0", "vmm"], _process.Threads.Select(_process.NameOf).Where(name => !name.StartsWith("kvm-", StringComparison.Ordinal)).Order());

    [Fact]
    public void EveryThreadHasTheUserAndGroupAndNoOtherGroup()
    {
        foreach (int thread in _process.Threads)
        {
            Assert.Equal(Four(TestJail.UserId), _process.StatusOf(thread, "Uid"));
            Assert.Equal(Four(TestJail.GroupId), _process.StatusOf(thread, "Gid"));
            Assert.Equal("", _process.StatusOf(thread, "Groups"));
        }
    }

    [Theory]
    [InlineData("CapInh")]
    [InlineData("CapPrm")]
    [InlineData("CapEff")]
    [InlineData("CapBnd")]
    [InlineData("CapAmb")]
    public void NoThreadHasACapability(string set) =>
        Assert.All(_process.Threads, thread => Assert.Equal("0000000000000000", _process.StatusOf(thread, set)));

    [Fact]
    public void EveryThreadIsFilteredAndCannotGainPrivileges() => Assert.All(_process.Threads, thread =>
    {
        Assert.Equal("2", _process.StatusOf(thread, "Seccomp"));
        Assert.Equal("1", _process.StatusOf(thread, "NoNewPrivs"));
    });

    [Theory]
    [InlineData("vmm", 3)]
    [InlineData("runtime", 3)]
    [InlineData("vcpu 0", 3)]
    public void FiltersStackLaunchSetupAndTheThreadsOwn(string name, int filters)
    {
        int thread = _process.Threads.Single(thread => _process.NameOf(thread) == name);

        Assert.Equal($"{filters}", _process.StatusOf(thread, "Seccomp_filters"));
    }

    [Fact]
    public void RootIsTheJail()
    {
        Assert.Equal(0, Syscall.stat(_process.RootLink, out Stat seen));
        Assert.Equal(0, Syscall.stat(_jail.Root, out Stat jail));
        Assert.Equal((jail.st_dev, jail.st_ino), (seen.st_dev, seen.st_ino));
    }

    [Fact]
    public void DescriptorsAreStandardStreamsKvmAndEventsOnly()
    {
        // Console, log and metrics have numbers of their own; here all of them are standard output.
        int[] streams = [0, 1, 2, 61, 62, 63];
        // The runtime keeps /dev/urandom open, from which it seeded its hashes; it is the jail's own node.
        string[] allowed = ["pipe:", "/dev/urandom", "/dev/kvm", "anon_inode:kvm-vm", "anon_inode:kvm-vcpu:0", "anon_inode:[eventfd]", "anon_inode:[timerfd]", "anon_inode:[eventpoll]", "anon_inode:[signalfd]"];
        // The numbers that filters name and that are not in use hold the jail's root as a place, which can be neither read nor written.
        const int FirstReserved = 37;
        const int Placeholder = 39;
        string placeholder = _process.FileAt(Placeholder);
        Assert.All(_process.Descriptors.Where(descriptor => descriptor.Key < FirstReserved || descriptor.Value != placeholder), descriptor =>
        {
            string name = descriptor.Value;
            int anonymous = name.IndexOf("anon_inode:", StringComparison.Ordinal);
            int pipe = name.IndexOf("pipe:", StringComparison.Ordinal);
            string kind = anonymous >= 0 ? name[anonymous..] : pipe >= 0 ? name[pipe..] : name;
            Assert.Contains(allowed, prefix => kind.StartsWith(prefix, StringComparison.Ordinal));
            Assert.Equal(streams.Contains(descriptor.Key), kind.StartsWith("pipe:", StringComparison.Ordinal));
        });
    }

    [Fact]
    public void ProcessCannotBeDumped() => Assert.Equal(0u, _process.ProcOwner);

    public void Dispose()
    {
        _program.Dispose();
        _jail.Dispose();
    }

    private static string Four(int id) => string.Join('\t', Enumerable.Repeat($"{id}", 4));
}
