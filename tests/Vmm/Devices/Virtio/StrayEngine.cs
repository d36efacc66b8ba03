using Kiln.Vmm.Devices.Virtio.Block;
using Kiln.Vmm.Devices.Virtio.Queues;
using Kiln.Vmm.Memory;

namespace Kiln.Vmm.Tests.Devices.Virtio;

/// <summary>Reads ones, and one byte more than it was asked for: the positive control.</summary>
internal sealed unsafe class StrayEngine(GuestMemory memory, IBlockCompletions completions) : IBlockEngine
{
    public bool TryMakeRoom(int count) => true;

    public void Start(in BlockOperation operation, ReadOnlySpan<GuestBuffer> data)
    {
        foreach (GuestBuffer buffer in data)
        {
            _ = memory.TryFind(buffer.Address, buffer.Length + 1, out byte* start);
            new Span<byte>(start, (int)buffer.Length + 1).Fill(1);
        }
        completions.Complete(operation, new BlockOutcome(operation.TransferLength, default));
    }

    public void Submit()
    {
    }

    public void Drain()
    {
    }

    public void Abandon()
    {
    }

    public void Replace(BackingFile file)
    {
    }

    public void Dispose()
    {
    }
}
