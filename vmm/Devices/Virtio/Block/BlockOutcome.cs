using Kiln.Linux.Errors;

namespace Kiln.Vmm.Devices.Virtio.Block;

/// <summary>The outcome of an operation.</summary>
/// <param name="Count">The bytes transferred, including those before an error.</param>
/// <param name="Error">The error, or number 0. No error and a short count mean the end of the file.</param>
internal readonly record struct BlockOutcome(long Count, Errno Error);
