using Kiln.Vmm.Devices.Virtio.Block;
using Kiln.Vmm.Devices.Virtio.Queues;
using Kiln.Vmm.Memory;

namespace Kiln.Fuzz.Targets.Virtio;

/// <summary>
/// Checks every pointer before the kernel gets it: for a bad pointer the kernel would return an error that looks like a disk's.
/// </summary>
/// <param name="isFaulty">Whether it occasionally writes one byte too many: the positive control.</param>
internal sealed unsafe class CheckedEngine(IBlockEngine inner, GuestMemory memory, bool isFaulty) : IBlockEngine
{
    public void Start(in BlockOperation operation, ReadOnlySpan<GuestBuffer> data)
    {
        if (!memory.TryRead(operation.Status, out byte _))
        {
            throw new InvalidOperationException("an operation is answered outside of guest memory");
        }
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
