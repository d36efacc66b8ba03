using System.IO;
using System.Linq;
using Kiln.Testing.Harness;
using Kiln.Testing.Vmm.Snapshots;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Snapshots;
using Xunit;

namespace Kiln.Vmm.Tests.Snapshots;

/// <summary>A snapshot is read without KVM, all of it, and its memory file must be as long as its memory.</summary>
public sealed class SavedSnapshotTests(ITestOutputHelper output)
{
    // Samples from random drivers.
    private const int Samples = 20;

    [Fact]
    public void WhatWasSavedIsRead()
    {
        int seed = Seed.Next();
        output.WriteLine($"seed {seed}");
        Random random = new(seed);
        for (int sample = 0; sample < Samples; sample++)
        {
            SavedSnapshot snapshot = SavedSnapshot.Read(SampleSnapshot.Of(SampleSnapshot.Fullest, random));

            Assert.Equal(SampleSnapshot.Fullest.Machine, snapshot.Configuration.Machine);
            Assert.Equal(SampleSnapshot.Fullest.BootSource, snapshot.Configuration.BootSource);
            Assert.Equal(
                ["serial", "keyboard", "boot timer", "drive rootfs /root.img True", "drive data /data.img False", "network-interface eth0", "network-interface eth1", "balloon", "entropy", "generation id", "clock"],
                snapshot.Devices.Select(device => $"{device.Kind} {device.Id} {device.Path} {device.IsReadOnly}".Trim()));
        }
    }

    [Fact]
    public void TheMemoryFileHasAllOfTheMemory()
    {
        SavedSnapshot snapshot = SavedSnapshot.Read(SampleSnapshot.Of(SampleSnapshot.Smallest));
        string folder = Directory.CreateTempSubdirectory("kiln-snapshot-").FullName;
        try
        {
            string memory = Path.Combine(folder, "vm.memory");
            Refuses(snapshot, memory, $"the memory file {memory} cannot be read: No such file");
            Refuses(snapshot, folder, $"{folder}: it is no regular file");
            File.WriteAllBytes(memory, new byte[(1 << 20) - 1]);
            Refuses(snapshot, memory, $"{memory}: it has 1048575 bytes, and the state's machine has 1048576 bytes of memory");
            File.WriteAllBytes(memory, new byte[1 << 20]);
            snapshot.CheckMemory(memory);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Refuses(SavedSnapshot snapshot, string memory, string reason) =>
        Assert.StartsWith(reason, Assert.Throws<VmmFailure>(() => snapshot.CheckMemory(memory)).Message, StringComparison.Ordinal);
}
