using Kiln.Vmm.Devices.Legacy;

namespace Kiln.Vmm.Tests.Devices.Legacy;

/// <summary>Discards a port's output without allocating.</summary>
internal sealed class NullSink : IConsoleSink
{
    public void Put(byte value)
    {
    }
}
