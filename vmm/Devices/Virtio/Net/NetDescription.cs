using System.Runtime.InteropServices;
using Kiln.Vmm.Devices.Virtio.Queues;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Model.Devices;
using Kiln.Vmm.State;

namespace Kiln.Vmm.Devices.Virtio.Net;

/// <summary>The configuration space and the features of a network interface (Virtio 1.2, 5.1.3 and 5.1.4).</summary>
internal sealed class NetDescription
{
    private const string Section = "net";
    private const ushort Version = 1;

    private readonly virtio_net_config _configuration;

    internal NetDescription(NetworkInterfaceConfiguration network)
    {
        Features = NetFeatures.Always
            | (network.Address is null ? VirtioFeatures.None : NetFeatures.Address)
            | (network.Mtu is null ? VirtioFeatures.None : NetFeatures.Mtu);
        _configuration.mtu = network.Mtu ?? 0;
        network.Address?.Write(MemoryMarshal.AsBytes(new Span<virtio_net_config>(ref _configuration)));
    }

    /// <summary>The features that the device offers, without VIRTIO_F_VERSION_1.</summary>
    internal VirtioFeatures Features { get; }

    internal ReadOnlySpan<byte> Configuration => StructBytes.Of(in _configuration);

    internal void Save(ref StateWriter state)
    {
        state.Begin(Section, Version);
        state.WriteEnum(Features);
        state.WriteBytes(Configuration);
        state.End();
    }

    /// <summary>Checks that a saved interface has the same features, address and MTU.</summary>
    /// <exception cref="StateFailure">It has not.</exception>
    internal void Load(ref StateReader state)
    {
        state.Begin(Section, Version);
        state.ReadSame("features", (ulong)Features);
        Span<byte> configuration = stackalloc byte[Configuration.Length];
        state.ReadExactly("configuration", configuration);
        if (!configuration.SequenceEqual(Configuration))
        {
            throw state.Refuse("configuration", "it has another address or MTU: load it into an interface of the same configuration");
        }
        state.End();
    }
}
