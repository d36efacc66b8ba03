using System.Runtime.InteropServices;
using System.Threading;
using Kiln.Linux.Descriptors;
using Kiln.Vmm.Devices.Contract;

namespace Kiln.Vmm.Machine.Vcpus;

/// <summary>
/// One processor's write that the vmm thread performs on its behalf; allocated before the processor runs. The vCPU thread sets it pending, the vmm
/// thread clears it once the device has handled the write.
/// </summary>
/// <param name="bell">Wakes the vmm thread.</param>
internal sealed class DeferredWrite(EventFd bell)
{
    private IDeferringDevice? _device;
    private ulong _offset;
    private ulong _data;
    private int _length;
    private bool _isAsked;

    /// <summary>Whether the write is still pending.</summary>
    internal bool IsAsked => Volatile.Read(ref _isAsked);

    /// <summary>Requests the write. On the vCPU thread, which then waits at the gate.</summary>
    /// <param name="offset">Offset from the device's first address.</param>
    /// <param name="data">At most 8 bytes.</param>
    internal void Ask(IDeferringDevice device, ulong offset, ReadOnlySpan<byte> data)
    {
        _device = device;
        _offset = offset;
        _length = data.Length;
        data.CopyTo(Bytes);
        Volatile.Write(ref _isAsked, true);
        bell.Signal();
    }

    /// <summary>Performs the pending write. On the vmm thread; <see cref="VcpuGate.Release"/> then resumes the processor.</summary>
    internal void Make()
    {
        _device!.Write(_offset, Bytes[.._length]);
        Volatile.Write(ref _isAsked, false);
    }

    private Span<byte> Bytes => MemoryMarshal.AsBytes(new Span<ulong>(ref _data));
}
