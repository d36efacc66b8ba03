using System.Runtime.InteropServices;
using System.Threading;
using Kiln.Linux.Descriptors;
using Kiln.Vmm.Devices.Contract;

namespace Kiln.Vmm.Machine.Vcpus;

/// <summary>
/// The one write that a processor can leave to the vmm thread: its own cell, made before it runs. It goes from idle to asked on the vCPU's
/// thread, and back to idle on the vmm thread once the device has taken the write.
/// </summary>
/// <param name="bell">Wakes the vmm thread.</param>
internal sealed class DeferredWrite(EventFd bell)
{
    private IDeferringDevice? _device;
    private ulong _offset;
    private ulong _data;
    private int _length;
    private bool _isAsked;

    /// <summary>Whether the vmm thread has not made it yet.</summary>
    internal bool IsAsked => Volatile.Read(ref _isAsked);

    /// <summary>Asks for it. On the vCPU's thread, which then waits at the gate.</summary>
    /// <param name="device">The device.</param>
    /// <param name="offset">From the device's first address.</param>
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

    /// <summary>Makes it. On the vmm thread, while it is asked for; the processor goes on by <see cref="VcpuGate.Release"/>.</summary>
    internal void Make()
    {
        _device!.Write(_offset, Bytes[.._length]);
        Volatile.Write(ref _isAsked, false);
    }

    private Span<byte> Bytes => MemoryMarshal.AsBytes(new Span<ulong>(ref _data));
}
