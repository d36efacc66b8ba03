using System.IO;
using System.Linq;
using Kiln.Jailer.Foundation;
using Kiln.Linux.Errors;

namespace Kiln.ProfileCommands.Attest;

/// <summary>Attests every jailed process. One that cannot be read, or ends meanwhile, keeps none of the others from being told of.</summary>
internal sealed class JailSurvey
{
    private JailSurvey(IReadOnlyList<ProcessAttestation> processes, IReadOnlyList<SystemError> unseen)
    {
        Processes = processes;
        Unseen = unseen;
    }

    internal IReadOnlyList<ProcessAttestation> Processes { get; }

    /// <summary>What could not be looked at, so that it is not known whether a jail's process is there.</summary>
    internal IReadOnlyList<SystemError> Unseen { get; }

    /// <summary>Whose roots could not be looked at, as a warning; null when all could.</summary>
    internal string? Warning => Unseen.Count == 0
        ? null
        : $"{Unseen.Count} root {(Unseen.Count == 1 ? "directory" : "directories")} could not be looked at, so a jailed process may be missing here "
            + $"({Unseen[0]}); run the command as root of the host";

    /// <param name="directory">The directory of all jails.</param>
    /// <exception cref="JailerFailure">The directory cannot be read.</exception>
    internal static JailSurvey Of(string directory, Expectations expectations)
    {
        JailedProcesses jailed = new(directory);
        ProcessAttestation[] processes = [.. jailed.Find().Select(found => Attest(found.Process, found.Jail, expectations)).OfType<ProcessAttestation>()];
        return new JailSurvey(processes, jailed.Unseen);
    }

    // Null when the process has ended.
    private static ProcessAttestation? Attest(int process, string jail, Expectations expectations)
    {
        try
        {
            return ProcessAttestation.Of(process, jail, expectations);
        }
        catch (Exception exception) when (exception is JailerFailure or LinuxException)
        {
            return Directory.Exists($"/proc/{process}") ? new ProcessAttestation(process, jail, []) { Failure = exception.Message } : null;
        }
    }
}
