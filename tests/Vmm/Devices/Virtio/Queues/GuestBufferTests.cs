using Kiln.Vmm.Devices.Virtio.Queues;
using Kiln.Vmm.Memory;
using Xunit;

namespace Kiln.Vmm.Tests.Devices.Virtio.Queues;

/// <summary>A buffer that is for it and long enough is filled; a part of it is where its offset says, to the guest and in this process.</summary>
public sealed unsafe class GuestBufferTests : IDisposable
{
    private const ulong Address = 0x8000;

    private readonly GuestMemory _memory = GuestMemory.TryCreate(1 << 20, HugePages.None, out GuestMemory? memory) is null ? memory! : null!;

    public void Dispose() => _memory.Dispose();

    [Theory]
    [InlineData(true, 2, true)]
    [InlineData(true, 3, true)]
    [InlineData(true, 1, false)]
    [InlineData(false, 2, false)]
    public void OnlyABufferToWriteThatIsLongEnoughIsFilled(bool isWritable, uint length, bool isFilled)
    {
        Assert.Equal(isFilled, Buffer(length, isWritable).TryFill(_memory, [0xAB, 0xCD]));

        Assert.True(_memory.TryRead(new GuestAddress(Address), out ushort written));
        Assert.Equal(isFilled ? 0xCDAB : 0, written);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void APartIsWhereItsOffsetSays(bool isWritable)
    {
        GuestBuffer part = Buffer(512, isWritable).Part(0x30, 16);

        Assert.Equal((Address + 0x30, 16u, isWritable), (part.Address.Value, part.Length, part.IsWritable));
        Assert.True(part.Start == _memory.HostAddressOf(0) + Address + 0x30);
    }

    private GuestBuffer Buffer(uint length, bool isWritable) =>
        new(new GuestAddress(Address), _memory.HostAddressOf(0) + Address, length, isWritable);
}
