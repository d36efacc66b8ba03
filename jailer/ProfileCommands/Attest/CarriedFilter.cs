using Kiln.Linux.Abi;
using Kiln.Seccomp.Rules;

namespace Kiln.ProfileCommands.Attest;

/// <summary>A filter as read back from the kernel.</summary>
/// <param name="Index">Its position on the thread, 0 for the oldest.</param>
/// <param name="Program">The compiled program that it equals byte for byte; null when there is none.</param>
/// <param name="LogsOnly">Whether it is the variant that <c>--seccomp-log</c> installs.</param>
internal sealed record CarriedFilter(int Index, sock_filter[] Instructions, FilterProfile? Program, bool LogsOnly)
{
    /// <summary>The program's name, or <c>foreign</c>.</summary>
    internal string Name => Program is { } program ? FilterProfiles.NameOf(program) : "foreign";
}
