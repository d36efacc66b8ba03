using Kiln.Vmm.Machine;
using Kiln.Vmm.Model;

namespace Kiln.Vmm.Snapshots;

/// <summary>A machine that was loaded from a snapshot, paused before its next instruction.</summary>
/// <param name="Description">What is known of it.</param>
/// <param name="Memory">The file of its memory, to be disposed after the machine.</param>
internal sealed record RestoredMachine(MicroVm Machine, LoadedMachine Description, MemorySource Memory);
