namespace Kiln.Vmm.Devices.Virtio.Block;

/// <summary>Makes a drive's engine.</summary>
/// <param name="file">The drive's file.</param>
/// <param name="completions">Hears what becomes of operations.</param>
internal delegate IBlockEngine BlockEngineMaker(BackingFile file, IBlockCompletions completions);
