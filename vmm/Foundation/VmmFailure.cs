namespace Kiln.Vmm.Foundation;

/// <summary>A failure that keeps the machine from starting. The message is the one line that the operator reads: object, place and remedy.</summary>
/// <param name="message">The line, without the program's name.</param>
/// <param name="exitCode">The process's exit status.</param>
internal sealed class VmmFailure(string message, ExitCode exitCode = ExitCode.GenericError) : Exception(message)
{
    /// <summary>The process's exit status.</summary>
    internal ExitCode ExitCode { get; } = exitCode;
}
