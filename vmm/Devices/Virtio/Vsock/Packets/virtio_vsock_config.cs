using System.Runtime.InteropServices;
using Kiln.Linux.Abi;

namespace Kiln.Vmm.Devices.Virtio.Vsock.Packets;

/// <summary>The configuration space (Virtio 1.2, 5.10.4).</summary>
[CHeader("linux/virtio_vsock.h")]
[StructLayout(LayoutKind.Explicit, Size = 8)]
internal struct virtio_vsock_config
{
    [FieldOffset(0)]
    public ulong guest_cid;
}
