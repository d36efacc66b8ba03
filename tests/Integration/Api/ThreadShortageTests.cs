using Xunit;

namespace Kiln.Integration.Tests.Api;

/// <summary>A host that gives no more threads. The limit counts all processes of the jail's user, which is this test's own.</summary>
public sealed class ThreadShortageTests
{
    // Above the numbers that accounts and other tests have; another run at the same time has another.
    private static readonly int _user = 1_000_000 + Environment.ProcessId;

    private const string Start = """{"action_type": "InstanceStart"}""";

    [Fact]
    public void WithoutRoomForThreadsTheStartIsRefusedAndTriedAgain()
    {
        // Two threads of this process and the api thread are there; of three processors one finds no room.
        using ApiJail jail = new(jailerOptions: ["--resource-limit", "nproc=5"], user: _user);
        jail.Do("PUT", "/machine-config", """{"vcpu_count": 3, "mem_size_mib": 64}""");
        jail.Stage("print");
        jail.Do("PUT", "/boot-source", """{"kernel_image_path": "print", "boot_args": ""}""");
        int threads = jail.Process.Threads.Count;
        for (int attempt = 0; attempt < 40; attempt++)
        {
            Assert.Contains("the host gives no more threads", jail.Request("PUT", "/actions", Start)["fault_message"], StringComparison.Ordinal);
        }
        Assert.Equal(threads, jail.Process.Threads.Count);

        jail.Do("PUT", "/machine-config", """{"vcpu_count": 1, "mem_size_mib": 64}""");
        jail.Do("PUT", "/actions", Start);
        Assert.Equal(0, jail.Program.WaitForEnd().Status);
    }
}
