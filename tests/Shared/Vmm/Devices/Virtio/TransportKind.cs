namespace Kiln.Testing.Vmm.Devices.Virtio;

/// <summary>The transports available to tests.</summary>
internal enum TransportKind
{
    /// <summary>The monitor's virtio-mmio transport, with one shared interrupt.</summary>
    Mmio,

    /// <summary>A test transport that replaces registers by calls and has an interrupt per queue.</summary>
    Direct,
}
