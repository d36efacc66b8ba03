namespace Kiln.Vmm.Control.Devices;

/// <summary>Another pace of a balloon's reports.</summary>
/// <param name="Seconds">The seconds from one to the next; 0 for none.</param>
internal sealed record BalloonStatisticsUpdate(ushort Seconds);
