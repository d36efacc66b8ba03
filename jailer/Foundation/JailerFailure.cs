using Kiln.Linux.Errors;

namespace Kiln.Jailer.Foundation;

/// <summary>The jail cannot be built. The message is the one line that the operator reads: thing, place and cure.</summary>
/// <param name="message">The line, without the program's name.</param>
internal sealed class JailerFailure(string message) : Exception(message)
{
    /// <summary>The step of the plan that failed, where one did.</summary>
    internal string? Step { get; init; }

    /// <summary>The kernel's error, where there was one.</summary>
    internal Errno? Error { get; init; }
}
