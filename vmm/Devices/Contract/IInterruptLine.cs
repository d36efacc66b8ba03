namespace Kiln.Vmm.Devices.Contract;

/// <summary>An edge-triggered interrupt of a device.</summary>
internal interface IInterruptLine
{
    void Raise();
}
