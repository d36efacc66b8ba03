namespace Kiln.Vmm.Control.Actions;

/// <summary>Says where the first serial port's output goes.</summary>
/// <param name="Configuration">Where, and how fast.</param>
internal sealed record ConfigureSerial(SerialConfiguration Configuration) : VmmAction;
