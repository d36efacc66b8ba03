using Kiln.Vmm.Devices.Virtio.Queues;

namespace Kiln.Vmm.Devices.Virtio.Block;

/// <summary>Does operations on a drive's backing file. Every call holds the device's gate.</summary>
internal interface IBlockEngine : IDisposable
{
    /// <summary>Makes room for operations, unless there is already.</summary>
    /// <param name="count">For how many: one or two.</param>
    /// <returns>False when others have to complete first; <see cref="IBlockCompletions.Continue"/> is called when some have.</returns>
    bool TryMakeRoom(int count);

    /// <summary>Begins an operation, for which there is room. It may be over when this returns.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="data">
    /// What is read or written, in turn; as long as the operation, 256 buffers at most. Not used after this returns.
    /// </param>
    void Start(in BlockOperation operation, ReadOnlySpan<GuestBuffer> data);

    /// <summary>Lets the kernel have what was begun.</summary>
    void Submit();

    /// <summary>Waits until everything that was submitted is complete. On the vmm thread.</summary>
    void Drain();

    /// <summary>
    /// Waits until nothing of the guest's memory is used any more. What was submitted is over then, but need not be done. From any thread.
    /// </summary>
    void Abandon();

    /// <summary>Takes another file in place of the present one; nothing is being done.</summary>
    /// <param name="file">The file. It takes the present one's descriptor number before the next operation.</param>
    void Replace(BackingFile file);
}
