namespace Kiln.Vmm.Foundation;

/// <summary>The machine cannot be started. The message is the one line that the operator reads: thing, place and cure.</summary>
/// <param name="message">The line, without the program's name.</param>
/// <param name="exitCode">The status to end with.</param>
internal sealed class VmmFailure(string message, ExitCode exitCode = ExitCode.GenericError) : Exception(message)
{
    /// <summary>The status to end with.</summary>
    internal ExitCode ExitCode { get; } = exitCode;
}
