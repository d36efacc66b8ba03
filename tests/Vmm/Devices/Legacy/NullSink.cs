using Kiln.Vmm.Devices.Legacy;

namespace Kiln.Vmm.Tests.Devices.Legacy;

/// <summary>Forgets what a port transmits, and allocates nothing for it.</summary>
internal readonly struct NullSink : IConsoleSink
{
    public void Put(byte value)
    {
    }
}
