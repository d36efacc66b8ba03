using Kiln.Vmm.Devices;
using Kiln.Vmm.Machine;
using Xunit;

namespace Kiln.Vmm.Tests.Devices;

/// <summary>Accesses reach the device that has the port.</summary>
public sealed class PortBusTests
{
    private readonly PortBus _bus = new();

    [Fact]
    public void ADeviceSeesOffsetsFromItsFirstPort()
    {
        EchoDevice device = new();
        _bus.Add(0x3F8, 8, device);
        byte[] data = [0xFF];

        _bus.Read(0x3FD, data);

        Assert.Equal(5, data[0]);
        Assert.Equal(0, _bus.Missed);
    }

    [Theory]
    [InlineData(0x3F7)]
    [InlineData(0x400)]
    [InlineData(0)]
    [InlineData(0xFFFF)]
    public void APortWithoutADeviceReadsAsZeroAndIsCounted(ushort port)
    {
        _bus.Add(0x3F8, 8, new EchoDevice());
        byte[] data = [0xFF];

        _bus.Read(port, data);
        _bus.Write(port, data);

        Assert.Equal(0, data[0]);
        Assert.Equal(2, _bus.Missed);
    }

    [Theory]
    [InlineData(0x3F8, 8)]
    [InlineData(0x3FF, 1)]
    [InlineData(0x3F0, 9)]
    public void TwoDevicesCannotHaveOnePort(ushort first, ushort count)
    {
        _bus.Add(0x3F8, 8, new EchoDevice());

        Assert.Throws<InvalidOperationException>(() => _bus.Add(first, count, new EchoDevice()));
    }

    private sealed class EchoDevice : IPortDevice
    {
        public void Read(ushort offset, Span<byte> data) => data[0] = (byte)offset;

        public void Write(ushort offset, ReadOnlySpan<byte> data)
        {
        }
    }
}
