using System.Buffers.Binary;
using Kiln.Linux.Processes;
using Kiln.Vmm.Devices.Virtio.Block;
using Kiln.Vmm.Devices.Virtio.Net;
using Kiln.Vmm.Devices.Virtio.Slot;
using Kiln.Vmm.Devices.Virtio.Vsock;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Memory;
using Kiln.Vmm.Metrics;
using Kiln.Vmm.Mmds.Stack;
using Kiln.Vmm.Model.Devices;

namespace Kiln.Vmm.Machine;

/// <summary>
/// Backs devices with what was opened on the host for them when each was configured, and is kept until the monitor ends. The vmm thread owns it.
/// </summary>
/// <param name="drives">The drives' backing files.</param>
/// <param name="taps">The network interfaces' taps.</param>
/// <param name="vsock">The vsock device's socket.</param>
/// <param name="metadata">The metadata service.</param>
internal sealed class HostBackends(DriveFiles drives, Taps taps, VsockBackend vsock, GuestMetadata metadata) : IDeviceBackends, IDisposable
{
    internal HostBackends(GuestMetadata metadata)
        : this(new DriveFiles(), new Taps(), new VsockBackend(), metadata)
    {
    }

    /// <summary>The drives' backing files.</summary>
    internal DriveFiles Drives => drives;

    /// <summary>The network interfaces' taps.</summary>
    internal Taps Taps => taps;

    /// <summary>The vsock device's socket.</summary>
    internal VsockBackend Vsock => vsock;

    /// <summary>The metadata service.</summary>
    internal GuestMetadata Metadata => metadata;

    /// <inheritdoc/>
    public IVirtioDevice MakeDisk(DriveConfiguration drive, DriverLink link, GuestMemory memory) =>
        new BlockDevice(link, memory, drives[drive.Id], drive, EngineFor(drive, link), DriveMetrics.Process.Of(drive.Id));

    /// <inheritdoc/>
    public IVirtioDevice MakeNetwork(NetworkInterfaceConfiguration network, DriverLink link, GuestMemory memory) =>
        new NetDevice(link, memory, taps[network.Id], network, StackFor(network.Id), NetworkMetrics.Process.Of(network.Id));

    /// <inheritdoc/>
    public IVirtioDevice MakeVsock(VsockConfiguration configuration, DriverLink link, GuestMemory memory) =>
        new VsockDevice(link, memory, vsock.Listener!, VsockBackend.MakeTable(), configuration, VsockMetrics.Of(VmmMetrics.Process));

    public void Dispose()
    {
        drives.Dispose();
        taps.Dispose();
        vsock.Dispose();
        metadata.Dispose();
    }

    private NetworkStack? StackFor(string interfaceId)
    {
        if (metadata.AddressFor(interfaceId) is not { } address)
        {
            return null;
        }
        ConnectionTable connections = ConnectionTable.TryCreate()
            ?? throw new VmmFailure($"the host has no memory for the metadata service of {interfaceId}; end another process, or raise the limits of this one");
        Span<byte> seed = stackalloc byte[sizeof(ulong)];
        RandomBytes.Fill(seed);
        return new NetworkStack(address, metadata.Server!, connections, BinaryPrimitives.ReadUInt64LittleEndian(seed), VmmMetrics.Process.Mmds);
    }

    private static BlockEngineMaker EngineFor(DriveConfiguration drive, DriverLink link) => drive.Engine is DriveEngine.Async
        ? (file, completions) => new AsyncEngine(file, completions, link.Watches)
        : (file, completions) => new SyncEngine(file, completions);
}
