using Kiln.Vmm.Devices;

namespace Kiln.Vmm.Tests.Devices;

/// <summary>An interrupt that counts.</summary>
internal sealed class RecordingLine : IInterruptLine
{
    internal int Raised { get; private set; }

    public void Raise() => Raised++;
}
