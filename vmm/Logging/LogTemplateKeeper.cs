namespace Kiln.Vmm.Logging;

/// <summary>Keeps how a line of the log looks now.</summary>
/// <param name="template">Text with holes; empty when no line is wanted.</param>
internal delegate void LogTemplateKeeper(ReadOnlySpan<byte> template);
