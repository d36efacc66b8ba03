using Kiln.Vmm.Foundation;
using Kiln.Vmm.Limits;
using Kiln.Vmm.Machine;
using Kiln.Vmm.Memory;
using Kiln.Vmm.Model;
using Kiln.Vmm.Model.Devices;
using Kiln.Vmm.Model.Processors;
using Kiln.Vmm.Snapshots;
using Kiln.Vmm.State;

namespace Kiln.Testing.Vmm.Snapshots;

/// <summary>The state of a snapshot as a monitor saves it, made without KVM: its processors are empty, its devices what some drivers made of them.</summary>
internal static class SampleSnapshot
{
    private const ushort Version = 1;

    // Longer than any sample.
    private const int Room = 1 << 20;

    /// <summary>One processor, 1 MiB, and no virtio device: the shortest state.</summary>
    internal static VmConfiguration Smallest { get; } = new(new BootSource("vmlinux", null, null), new MachineConfiguration(new ProcessorTopology(1, false), 1));

    /// <summary>Two processors, all kinds of device, and all that can be limited limited.</summary>
    internal static VmConfiguration Fullest { get; } = new(
        new BootSource("/boot/vmlinux", "/boot/initrd", "console=ttyS0"), new MachineConfiguration(new ProcessorTopology(2, true), 16))
    {
        BootTimer = true,
        Drives = DriveList.None
            .With(new DriveConfiguration("rootfs", true) { Path = "/root.img", IsReadOnly = true })
            .With(new DriveConfiguration("data", false)
            {
                Path = "/data.img",
                Cache = DriveCache.Writeback,
                Lock = DriveLock.Warn,
                Engine = DriveEngine.Async,
                Limit = new RateLimiterConfiguration(new TokenBucketSize(1000, 10, 100), new TokenBucketSize(20, 0, 1000)),
            }),
        Networks = NetworkInterfaceList.None
            .With(new NetworkInterfaceConfiguration("eth0", "tap0"))
            .With(new NetworkInterfaceConfiguration("eth1", "tap1")
            {
                Address = new MacAddress(0x0600_AC10_0002),
                Mtu = 1420,
                ReceiveLimit = new RateLimiterConfiguration(new TokenBucketSize(1000, 10, 100), null),
                SendLimit = new RateLimiterConfiguration(null, new TokenBucketSize(20, 0, 1000)),
            }),
        Mmds = new MmdsConfiguration(["eth1"]) { Version = MmdsVersion.V2, Address = new Ipv4Address(0xA9FE_0102), IsImdsCompatible = true },
        Balloon = new BalloonConfiguration(3, DeflateOnOom: true) { StatisticsSeconds = 60, HasHinting = true, HasReporting = true },
        Entropy = new EntropyConfiguration(new RateLimiterConfiguration(null, new TokenBucketSize(5, 1, 10))),
    };

    /// <summary>Makes a state.</summary>
    /// <param name="drivers">Chooses what the drivers have done; null for a guest without any.</param>
    internal static byte[] Of(VmConfiguration configuration, Random? drivers = null)
    {
        MappedMemory room = MappedMemory.TryCreate(Room) ?? throw new InvalidOperationException("no memory");
        try
        {
            using UnpoweredMachine machine = new(configuration);
            machine.Board.Devices.Resume();
            if (drivers is not null)
            {
                new SampleDrivers(machine.Board, drivers).Act();
            }
            machine.Board.Devices.Pause();
            StateWriter state = new(room.GetSpan());
            SnapshotOrigin.Save(ref state);
            configuration.Save(ref state);
            state.Begin("machine", Version);
            GuestLayout.Save(ref state, machine.Board.Memory.Regions);
            machine.Board.Resources.Save(ref state);
            SampleProcessors.Save(configuration.Machine.Processors.Count, drivers, ref state);
            machine.Board.Devices.Save(ref state);
            state.End();
            return state.Finish().ToArray();
        }
        finally
        {
            room.Unmap();
        }
    }
}
