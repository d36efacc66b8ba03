namespace Kiln.Vmm.Logging;

/// <summary>Stores the template of a log line for signal handlers.</summary>
/// <param name="template">The text with holes; empty when no line is to be written.</param>
internal delegate void LogTemplateKeeper(ReadOnlySpan<byte> template);
