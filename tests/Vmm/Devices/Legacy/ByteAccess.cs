using Kiln.Vmm.Devices.Contract;

namespace Kiln.Vmm.Tests.Devices.Legacy;

/// <summary>Accesses of one byte, as nearly all are.</summary>
internal static class ByteAccess
{
    extension(IBusDevice device)
    {
        internal byte Read(int offset)
        {
            Span<byte> data = [0];
            device.Read((ulong)offset, data);
            return data[0];
        }

        internal void Write(int offset, int value) => device.Write((ulong)offset, [(byte)value]);
    }
}
