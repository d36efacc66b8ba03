using Kiln.Vmm.Devices.Virtio.Queues;

namespace Kiln.Vmm.Devices.Virtio.Block;

/// <summary>Runs operations on a drive's backing file. The caller holds the device's gate.</summary>
internal interface IBlockEngine : IDisposable
{
    /// <summary>Ensures room for a number of operations.</summary>
    /// <param name="count">The number of operations, one or two.</param>
    /// <returns>False when others have to complete first; <see cref="IBlockCompletions.Continue"/> is called after that.</returns>
    bool TryMakeRoom(int count);

    /// <summary>Starts an operation, for which <see cref="TryMakeRoom"/> has ensured room. It may complete before this returns.</summary>
    /// <param name="data">
    /// The buffers to read from or write to, in order: together as long as the operation, at most 256. Not used after this returns.
    /// </param>
    void Start(in BlockOperation operation, ReadOnlySpan<GuestBuffer> data);

    /// <summary>Submits the operations that were started to the kernel.</summary>
    void Submit();

    /// <summary>Waits until everything that was submitted has completed. On the vmm thread.</summary>
    void Drain();

    /// <summary>
    /// Waits until no operation accesses guest memory. Every operation that was submitted then has completed, but may have transferred only a part.
    /// From any thread.
    /// </summary>
    void Abandon();

    /// <summary>Replaces the file while no operation is in flight.</summary>
    /// <param name="file">The new file. It takes over the descriptor number of the old one before the next operation.</param>
    void Replace(BackingFile file);
}
