using System.Linq;
using Kiln.Testing.Vmm.Devices.Contract;
using Kiln.Vmm.Devices.Acpi;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Memory;
using Kiln.Vmm.Tests.Memory;
using Xunit;

namespace Kiln.Vmm.Tests.Devices.Acpi;

/// <summary>A guest reads a unique number, and is notified when it changes.</summary>
public sealed class VmGenerationIdTests : IDisposable
{
    private const ulong Place = 0xD_FFF0;

    private readonly GuestMemory _memory = GuestMemoryTests.Create(1 << 20);
    private readonly CountingGsiLine _line = new();

    public void Dispose() => _memory.Dispose();

    [Fact]
    public void TheNumberTakesSixteenBytesAndNoneBeside()
    {
        Make();

        Assert.True(_memory.TryGetSpan(new GuestAddress(Place - 16), 48, out Span<byte> around));
        Assert.NotEqual(new byte[16], around[16..32].ToArray());
        Assert.Equal(new byte[32], (byte[])[.. around[..16], .. around[32..]]);
    }

    [Fact]
    public void EveryNumberIsAnotherAndOnlyANotificationInterrupts()
    {
        VmGenerationId device = Make();
        HashSet<UInt128> seen = [Read()];
        foreach (int _ in Enumerable.Range(0, 100))
        {
            device.Renew();
            Assert.True(seen.Add(Read()));
        }
        Assert.Equal(0, _line.Count);

        device.Notify();

        Assert.Equal(1, _line.Count);
        Assert.False(seen.Add(Read()));
    }

    [Fact]
    public void MemoryWithoutRoomIsRefused()
    {
        VmmFailure failure = Assert.Throws<VmmFailure>(() => new VmGenerationId(_memory, new GuestAddress((1 << 20) - 8), _line));

        Assert.Equal("guest memory is too small for its generation id; give it 1 MiB or more", failure.Message);
    }

    private VmGenerationId Make() => new(_memory, new GuestAddress(Place), _line);

    private UInt128 Read()
    {
        Assert.True(_memory.TryRead(new GuestAddress(Place), out UInt128 number));
        return number;
    }
}
