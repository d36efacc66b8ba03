using Kiln.Linux.Errors;

namespace Kiln.Jailer.Logging;

/// <summary>One line of the log.</summary>
/// <param name="Level">How much it matters.</param>
/// <param name="Id">The microVM.</param>
/// <param name="Step">The step of the plan that it is about, or null.</param>
/// <param name="Message">What there is to say.</param>
/// <param name="Error">The kernel's error, where there was one.</param>
internal sealed record LogEntry(LogLevel Level, string Id, string? Step, string Message, Errno? Error = null);
