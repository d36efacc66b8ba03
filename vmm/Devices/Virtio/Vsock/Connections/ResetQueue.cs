namespace Kiln.Vmm.Devices.Virtio.Vsock.Connections;

/// <summary>The refusals for pairs of ports that have no connection.</summary>
internal sealed class ResetQueue
{
    // As many as a guest can cause by the chains of a whole queue. A guest that causes more has no buffers for the answers, and waits in vain for the others.
    private const int Most = 256;

    private readonly (uint HostPort, uint GuestPort)[] _pairs = new (uint, uint)[Most];
    private int _first;
    private int _count;

    internal bool IsEmpty => _count == 0;

    /// <returns>False when there are too many: this one is lost.</returns>
    internal bool TryAdd(uint hostPort, uint guestPort)
    {
        if (_count == Most)
        {
            return false;
        }
        _pairs[(_first + _count++) % Most] = (hostPort, guestPort);
        return true;
    }

    /// <summary>Takes the oldest out; there is one.</summary>
    internal (uint HostPort, uint GuestPort) Take()
    {
        (uint, uint) pair = _pairs[_first];
        _first = (_first + 1) % Most;
        _count--;
        return pair;
    }

    internal void Clear() => _count = 0;
}
