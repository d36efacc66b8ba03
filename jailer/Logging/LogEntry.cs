using Kiln.Linux.Errors;

namespace Kiln.Jailer.Logging;

/// <summary>An entry of the log.</summary>
/// <param name="Step">The step of the plan that it concerns, or null.</param>
/// <param name="Error">The kernel's error, or null.</param>
internal sealed record LogEntry(LogLevel Level, string Id, string? Step, string Message, Errno? Error = null);
