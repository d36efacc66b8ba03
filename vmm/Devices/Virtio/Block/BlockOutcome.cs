using Kiln.Linux.Errors;

namespace Kiln.Vmm.Devices.Virtio.Block;

/// <summary>What became of an operation.</summary>
/// <param name="Count">Bytes that were read or written, even when it failed later.</param>
/// <param name="Error">Why it failed, or number 0. Without an error fewer bytes than wanted mean that the file has ended.</param>
internal readonly record struct BlockOutcome(long Count, Errno Error);
