using Kiln.Vmm.Devices;

namespace Kiln.Vmm.Tests.Devices.Legacy;

/// <summary>Accesses of one byte, as nearly all are.</summary>
internal static class PortAccess
{
    extension(IPortDevice device)
    {
        internal byte Read(int offset)
        {
            Span<byte> data = [0];
            device.Read((ushort)offset, data);
            return data[0];
        }

        internal void Write(int offset, int value) => device.Write((ushort)offset, [(byte)value]);
    }
}
