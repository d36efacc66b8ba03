using Kiln.Linux.Abi;
using Kiln.Seccomp.Rules;

namespace Kiln.Jailer.ProfileCommands.Attest;

/// <summary>A filter as the kernel gave it back.</summary>
/// <param name="Index">Its place on the thread: 0 is the oldest.</param>
/// <param name="Instructions">Its instructions.</param>
/// <param name="Program">The compiled program that it is, byte for byte; null when it is none.</param>
/// <param name="LogsOnly">Whether it is that program as <c>--seccomp-log</c> weakens it.</param>
internal sealed record CarriedFilter(int Index, sock_filter[] Instructions, FilterProfile? Program, bool LogsOnly)
{
    /// <summary>The program's name, or that it has none.</summary>
    internal string Name => Program is { } program ? FilterProfiles.NameOf(program) : "foreign";
}
