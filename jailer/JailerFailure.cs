namespace Kiln.Jailer;

/// <summary>The jail cannot be built. The message is the one line that the operator reads: thing, place and cure.</summary>
/// <param name="message">The line, without the program's name.</param>
internal sealed class JailerFailure(string message) : Exception(message);
