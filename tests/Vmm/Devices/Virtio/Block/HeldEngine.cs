using Kiln.Vmm.Devices.Virtio.Block;
using Kiln.Vmm.Devices.Virtio.Queues;

namespace Kiln.Vmm.Tests.Devices.Virtio.Block;

/// <summary>Begins operations and does none: a test decides when each is over, and how.</summary>
/// <param name="room">How many it takes at once.</param>
internal sealed class HeldEngine(IBlockCompletions completions, int room) : IBlockEngine
{
    /// <summary>The operations in progress.</summary>
    internal List<BlockOperation> UnderWay { get; } = [];

    /// <summary>How often the kernel would have been called.</summary>
    internal int Submissions { get; private set; }

    public bool TryMakeRoom(int count) => UnderWay.Count + count <= room;

    public void Start(in BlockOperation operation, ReadOnlySpan<GuestBuffer> data) => UnderWay.Add(operation);

    public void Submit() => Submissions++;

    public void Drain()
    {
        while (UnderWay.Count > 0)
        {
            Finish(UnderWay.Count - 1, new BlockOutcome(UnderWay[^1].TransferLength, default));
        }
    }

    public void Abandon() => Drain();

    public void Replace(BackingFile file)
    {
    }

    public void Dispose()
    {
    }

    /// <summary>An operation is over.</summary>
    internal void Finish(int index, BlockOutcome outcome)
    {
        BlockOperation operation = UnderWay[index];
        UnderWay.RemoveAt(index);
        completions.Complete(operation, outcome);
    }

    /// <summary>There is room again.</summary>
    internal void Continue() => completions.Continue();
}
