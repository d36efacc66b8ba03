namespace Kiln.Vmm.Control.Devices;

/// <summary>How much of the memory that can be given to the guest it shall have.</summary>
/// <param name="RequestedMebibytes">In MiB.</param>
internal sealed record MemoryHotplugUpdate(uint RequestedMebibytes);
