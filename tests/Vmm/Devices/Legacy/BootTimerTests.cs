using Kiln.Testing.Vmm.Devices.Legacy;
using Kiln.Vmm.Devices.Legacy;
using Xunit;

namespace Kiln.Vmm.Tests.Devices.Legacy;

/// <summary>One byte at one place tells, once.</summary>
public sealed class BootTimerTests
{
    private readonly CountingLine _booted = new();
    private readonly BootTimer _timer;
    private ulong _now = 100;

    public BootTimerTests() => _timer = new BootTimer(() => _now, _booted);

    [Fact]
    public void TheFirstWriteCounts()
    {
        _timer.Write(0, 123);
        _now = 200;
        _timer.Write(0, 123);

        Assert.Equal((100ul, 1), (_timer.BootedAt, _booted.Count));
    }

    [Theory]
    [InlineData(1, new byte[] { 123 })]
    [InlineData(0, new byte[] { 122 })]
    [InlineData(0, new byte[] { 123, 0 })]
    [InlineData(0, new byte[] { 123, 0, 0, 0 })]
    [InlineData(0, new byte[0])]
    public void OtherWritesDoNot(int offset, byte[] data)
    {
        _timer.Write((ulong)offset, data);

        Assert.Equal((0ul, 0), (_timer.BootedAt, _booted.Count));
    }

    [Fact]
    public void ItReadsAsZero() => Assert.Equal(0, _timer.Read(0));

    [Fact]
    public void NothingIsAllocated() => Assert.Equal(0, Allocation.Of(() => _timer.Write(0, 123)));
}
