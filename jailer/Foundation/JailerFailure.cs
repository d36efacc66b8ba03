using Kiln.Linux.Errors;

namespace Kiln.Jailer.Foundation;

/// <summary>The jail cannot be built. The message is the line that the operator reads: what failed, where, and how to fix it.</summary>
/// <param name="message">The line, without the program's name.</param>
internal sealed class JailerFailure(string message) : Exception(message)
{
    /// <summary>The step of the plan that failed, or null.</summary>
    internal string? Step { get; init; }

    /// <summary>The kernel's error, or null.</summary>
    internal Errno? Error { get; init; }
}
