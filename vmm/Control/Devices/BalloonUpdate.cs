namespace Kiln.Vmm.Control.Devices;

/// <summary>Another size of a balloon.</summary>
/// <param name="Mebibytes">How much it takes, in MiB.</param>
internal sealed record BalloonUpdate(uint Mebibytes);
