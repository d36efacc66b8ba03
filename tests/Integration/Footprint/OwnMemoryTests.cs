using System.Linq;
using System.Threading;
using Kiln.Integration.Tests.Api;
using Kiln.Testing.Harness;
using Xunit;

namespace Kiln.Integration.Tests.Footprint;

/// <summary>A jailed monitor's own memory, with four drives, a network interface, a vsock device and two processors, on the jailer's own copy of the monitor.</summary>
public sealed class OwnMemoryTests(ITestOutputHelper output)
{
    // Firecracker's own tests refuse more of Firecracker.
    private const long MostAtAnyTime = 5 * 1024;

    private const long MostAtRest = 4608;

    private const int GuestMebibytes = 128;
    private const int Drives = 4;
    private const int Answers = 20;
    private const int Pauses = 3;

    private static readonly TimeSpan _settling = TimeSpan.FromSeconds(1);

    [Fact]
    public void StaysWithinItsLimits()
    {
        Requires.RootAndKvm();
        Requires.Taps();
        PrivateNetwork.Run(() =>
        {
            using ApiJail jail = new(["--tap", "own0"]);
            using MemoryWatch memory = new(jail.Program.Id, Artifacts.Jailer, OwnOf);
            Configure(jail);
            jail.StartGuest("spin");
            Thread.Sleep(_settling);
            long settled = OwnOf(jail.Program.Id);
            Use(jail);
            long used = OwnOf(jail.Program.Id);
            long highest = memory.End();
            output.WriteLine($"KiB: {highest} at most of {memory.Count} samples, {settled} after a second, {used} after use");

            Assert.InRange(memory.Count, 1, int.MaxValue);
            Assert.InRange(highest, 1, MostAtAnyTime);
            Assert.InRange(settled, 1, MostAtRest);
            Assert.InRange(used, 1, MostAtRest);
        });
    }

    // As Firecracker's own tests read it: Rss of every mapping but the guest's, which is known by its size.
    private static long OwnOf(int process) => ProcessMappings.Of(process).Where(mapping => mapping.Size != GuestMebibytes * 1024).Sum(mapping => mapping.Resident);

    private static void Configure(ApiJail jail)
    {
        jail.Do("PUT", "/machine-config", $$"""{"vcpu_count": 2, "mem_size_mib": {{GuestMebibytes}}}""");
        for (int index = 0; index < Drives; index++)
        {
            jail.StageDisk($"disk{index}", 1);
            jail.Do("PUT", $"/drives/d{index}", $$"""{"drive_id": "d{{index}}", "path_on_host": "disk{{index}}", "is_root_device": false, "is_read_only": false}""");
        }
        jail.Do("PUT", "/network-interfaces/eth0", """{"iface_id": "eth0", "host_dev_name": "own0"}""");
        jail.Do("PUT", "/vsock", """{"guest_cid": 3, "uds_path": "v.sock"}""");
    }

    private static void Use(ApiJail jail)
    {
        foreach (string path in Enumerable.Repeat((string[])["/", "/vm/config", "/machine-config", "/version"], Answers / 4).SelectMany(paths => paths))
        {
            Assert.Equal(200, jail.Request("GET", path).Status);
        }
        for (int pause = 0; pause < Pauses; pause++)
        {
            jail.Do("PATCH", "/vm", """{"state": "Paused"}""");
            jail.Do("PATCH", "/vm", """{"state": "Resumed"}""");
        }
        jail.StageDisk("other", 1);
        jail.Do("PATCH", "/drives/d0", """{"drive_id": "d0", "path_on_host": "other"}""");
    }
}
