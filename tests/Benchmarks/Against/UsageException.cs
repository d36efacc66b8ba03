namespace Kiln.Benchmarks.Against;

/// <summary>A mistake of whoever runs the program; the message is one line, with the cure.</summary>
internal sealed class UsageException(string message) : Exception(message);
