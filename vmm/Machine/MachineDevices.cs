using Kiln.Linux.Errors;
using Kiln.Vmm.Devices.Acpi;
using Kiln.Vmm.Devices.Contract;
using Kiln.Vmm.Devices.Legacy;
using Kiln.Vmm.Devices.Virtio.Balloon;
using Kiln.Vmm.Devices.Virtio.Block;
using Kiln.Vmm.Devices.Virtio.Entropy;
using Kiln.Vmm.Devices.Virtio.Net;
using Kiln.Vmm.Devices.Virtio.Slot;
using Kiln.Vmm.Devices.Virtio.Transport.Mmio;
using Kiln.Vmm.Devices.Virtio.Vsock;
using Kiln.Vmm.Events;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Limits;
using Kiln.Vmm.Machine.Resources;
using Kiln.Vmm.Metrics;
using Kiln.Vmm.Model;
using Kiln.Vmm.Model.Devices;

namespace Kiln.Vmm.Machine;

/// <summary>
/// The device registry: which devices a machine has for a configuration, and in which order. The order assigns interrupts and addresses, so it is
/// the same for a boot and for a load. Guests name virtio devices by it: the root drive is first, then the other drives, then network interfaces, then
/// the rest.
/// </summary>
/// <param name="board">Receives the devices.</param>
/// <param name="loop">The vmm thread's event loop.</param>
/// <param name="metrics">Counts what the devices do; <see cref="AddMetrics"/> has added their groups.</param>
internal sealed class MachineDevices(MachineBoard board, EventLoop loop, VmmMetrics metrics)
{
    /// <summary>Registers the metrics of all kinds of device, even of those a machine does not have: every metrics line lists them all.</summary>
    internal static void AddMetrics(VmmMetrics metrics)
    {
        metrics.Add(DriveMetrics.Definition);
        metrics.Add(NetworkMetrics.Definition);
        metrics.Add(VsockMetrics.Definition);
        metrics.Add(BalloonMetrics.Definition);
        metrics.Add(EntropyMetrics.Definition);
    }

    /// <summary>Adds the devices of a machine.</summary>
    /// <param name="backends">Makes the devices that need something of the host.</param>
    /// <param name="output">Receives the serial port's output.</param>
    /// <param name="started">When the machine's start was requested.</param>
    /// <exception cref="VmmFailure">There are too many devices or too little memory, or the host lacks io_uring for a drive.</exception>
    /// <exception cref="LinuxException">KVM refuses, or the process is out of descriptors.</exception>
    internal void Add(VmConfiguration configuration, IDeviceBackends backends, IConsoleSink output, StartMoment started)
    {
        board.Devices.Add(new SerialConsole(board.Resources, Limit(configuration.Serial.Limit, output), metrics.Uart));
        board.Devices.Add(new Keyboard(board.Resources, board.Reset, metrics.I8042));
        if (configuration.BootTimer)
        {
            board.Devices.Add(new BootReport(board.Resources, started, loop));
        }
        foreach (DriveConfiguration drive in configuration.Drives)
        {
            AddVirtio(BlockDevice.NameOf(drive.Id), BlockDevice.QueueSizes, link => backends.MakeDisk(drive, link, board.Memory));
        }
        foreach (NetworkInterfaceConfiguration network in configuration.Networks)
        {
            AddVirtio(NetDevice.NameOf(network.Id), NetDevice.QueueSizes, link => backends.MakeNetwork(network, link, board.Memory));
        }
        if (configuration.Vsock is { } vsock)
        {
            AddVirtio(VsockDevice.Name, VsockDevice.QueueSizes, link => backends.MakeVsock(vsock, link, board.Memory));
        }
        if (configuration.Balloon is { } balloon)
        {
            AddVirtio(
                BalloonDevice.Name, BalloonDevice.QueueSizesOf(balloon),
                link => new BalloonDevice(link, board.Memory, balloon, BalloonMetrics.Of(metrics)));
        }
        if (configuration.Entropy is { } entropy)
        {
            AddVirtio(EntropyDevice.Name, EntropyDevice.QueueSizes, link => new EntropyDevice(link, board.Memory, entropy, EntropyMetrics.Of(metrics)));
        }
        // These follow the virtio devices, so that virtio devices get the lower interrupt numbers.
        AddShared(line => new VmGenerationId(board.Memory, board.SystemMemory.TakeLast(VmGenerationId.Length, VmGenerationId.Alignment), line));
        AddShared(line => new VmClock(board.Memory, board.SystemMemory.TakeLast(VmClock.Length, VmClock.Length), line));
    }

    private IConsoleSink Limit(TokenBucketSize? limit, IConsoleSink sink) =>
        limit is null ? sink : new LimitedSink(sink, new TokenBucket(limit, MonotonicClock.Nanoseconds), metrics.Uart.DroppedBytes);

    private void AddVirtio(DeviceName name, ReadOnlySpan<ushort> queueSizes, Func<DriverLink, IVirtioDevice> make) =>
        board.Devices.Add(new VirtioSlot(
            name, queueSizes, board.Memory, new MmioTransport(board.Resources.TakeWindow(), metrics.Interrupts), loop, make));

    private void AddShared(Func<IGsiLine, IMachineDevice> make)
    {
        InterruptLine line = board.Resources.Connect();
        try
        {
            board.Devices.Add(make(line));
        }
        catch (VmmFailure)
        {
            line.Dispose();
            throw;
        }
    }
}
