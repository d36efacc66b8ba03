using System.Runtime.InteropServices;
using Kiln.Linux.Abi;

namespace Kiln.Vmm.Devices.Virtio.Vsock.Packets;

/// <summary>An event for the driver (Virtio 1.2, 5.10.6.7).</summary>
[CHeader("linux/virtio_vsock.h")]
[StructLayout(LayoutKind.Explicit, Size = 4)]
internal struct virtio_vsock_event
{
    [FieldOffset(0)]
    public VsockEvent id;
}
