using Kiln.Vmm.Devices.Virtio.Block;
using Kiln.Vmm.Devices.Virtio.Queues;
using Kiln.Vmm.Memory;

namespace Kiln.Fuzz.Targets.Virtio;

/// <summary>
/// Looks at every pointer that the kernel would get, before it gets it: the kernel answers a wrong one by an error that looks like a disk's.
/// </summary>
/// <param name="inner">Does the operations.</param>
/// <param name="memory">The guest's memory.</param>
/// <param name="isFaulty">Whether it writes one byte too many now and then: the positive control.</param>
internal sealed unsafe class CheckedEngine(IBlockEngine inner, GuestMemory memory, bool isFaulty) : IBlockEngine
{
    public void Start(in BlockOperation operation, ReadOnlySpan<GuestBuffer> data)
    {
        Check(operation.Status, 1);
        long length = 0;
        foreach (GuestBuffer buffer in data)
        {
            Check(buffer.Start, buffer.Length);
            length += buffer.Length;
        }
        if (operation.TransferLength > 0 && length != operation.TransferLength)
        {
            throw new InvalidOperationException("an operation has another length than its buffers");
        }
        inner.Start(operation, data);
        if (isFaulty && operation.Kind == BlockOperationKind.Read && data.Length > 1)
        {
            byte* behind = data[^1].Start + data[^1].Length;
            if (behind < memory.HostAddressOf(0) + memory.Length)
            {
                *behind ^= 0xFF;
            }
        }
    }

    public bool TryMakeRoom(int count) => inner.TryMakeRoom(count);

    public void Submit() => inner.Submit();

    public void Drain() => inner.Drain();

    public void Abandon() => inner.Abandon();

    public void Replace(BackingFile file) => inner.Replace(file);

    public void Dispose() => inner.Dispose();

    private void Check(byte* start, ulong length)
    {
        byte* first = memory.HostAddressOf(0);
        if (start < first || start > first + memory.Length || length > (ulong)(first + memory.Length - start))
        {
            throw new InvalidOperationException("an operation reaches outside of guest memory");
        }
    }
}
