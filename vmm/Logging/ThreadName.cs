namespace Kiln.Vmm.Logging;

/// <summary>Returns the name of the calling thread; empty when it has none.</summary>
internal delegate ReadOnlySpan<byte> ThreadName();
