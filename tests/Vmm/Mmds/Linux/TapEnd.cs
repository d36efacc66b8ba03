using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Kiln.Linux.Network;
using Kiln.Testing.Harness.Wires;
using Tmds.Linux;

namespace Kiln.Vmm.Tests.Mmds.Linux;

/// <summary>A tap as the end of a wire: frames of the kernel of this network namespace, which is the guest.</summary>
internal sealed class TapEnd : IWireEnd
{
    private readonly OwnedDescriptor _tap;

    internal TapEnd(string name)
    {
        if (OwnedDescriptor.TryOpen("/dev/net/tun", LibC.O_RDWR | LibC.O_NONBLOCK | LibC.O_CLOEXEC, 0, out OwnedDescriptor? tap) is { } absent)
        {
            throw new LinuxException(absent);
        }
        _tap = tap!;
        if (TapControl.TryAttach(_tap.Descriptor, name, TunFlags.IFF_TAP | TunFlags.IFF_NO_PI, out _) is { } refused)
        {
            throw new LinuxException(refused);
        }
    }

    public int Descriptor => _tap.Descriptor.Number;

    public int Read(Span<byte> room) => _tap.Descriptor.Read(room).Count;

    public void Write(ReadOnlySpan<byte> frame) => _ = _tap.Descriptor.Write(frame);

    public void Dispose() => _tap.Dispose();
}
