namespace Kiln.Vmm.Devices.Virtio.Block;

/// <summary>Creates the I/O engine of a drive.</summary>
internal delegate IBlockEngine BlockEngineMaker(BackingFile file, IBlockCompletions completions);
