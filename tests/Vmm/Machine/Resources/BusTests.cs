using Kiln.Testing.Vmm.Devices.Legacy;
using Kiln.Vmm.Devices.Legacy;
using Kiln.Vmm.Machine.Resources;
using Kiln.Vmm.Metrics;
using Kiln.Vmm.Tests.Devices.Legacy;
using Xunit;

namespace Kiln.Vmm.Tests.Machine.Resources;

/// <summary>Addresses find their devices, and no other.</summary>
public sealed class BusTests
{
    private const ushort SerialPorts = 0x3F8;

    private readonly Bus _bus = new();
    private readonly RecordingSink _sink = new();

    public BusTests() => _bus.Add(
        SerialPorts, 8, new SerialPort(_sink, new CountingLine(), new CountingLine(), new VmmMetrics().Uart));

    [Theory]
    [InlineData(SerialPorts - 1, 0x00)]
    [InlineData(SerialPorts + 5, 0x60)]
    [InlineData(SerialPorts + 8, 0x00)]
    [InlineData(0, 0x00)]
    [InlineData(ulong.MaxValue, 0x00)]
    public void AnAddressWithoutADeviceReadsAsZero(ulong address, byte value)
    {
        byte[] data = [0xEE];
        _bus.Read(address, data);

        Assert.Equal(value, data[0]);
    }

    [Fact]
    public void AWriteGoesToItsDeviceOnly()
    {
        _bus.TryWrite(SerialPorts, "a"u8, out _, out _);
        _bus.TryWrite(SerialPorts - 8, "b"u8, out _, out _);

        Assert.Equal("a", _sink.Text);
    }

    [Theory]
    [InlineData(SerialPorts - 1, 2)]
    [InlineData(SerialPorts + 7, 1)]
    public void TwoDevicesCannotShareAnAddress(int first, int count)
    {
        I8042 other = new(new CountingLine(), new CountingLine(), new VmmMetrics().I8042);

        Assert.Throws<InvalidOperationException>(() => _bus.Add((ulong)first, (ulong)count, other));
    }

    [Fact]
    public void NoAccessAllocates() => Assert.Equal(0, Allocation.Of(() =>
    {
        Span<byte> data = stackalloc byte[4];
        _bus.Read(SerialPorts + 5, data[..1]);
        _bus.Read(0x80, data);
        _bus.TryWrite(0x80, data, out _, out _);
    }));
}
