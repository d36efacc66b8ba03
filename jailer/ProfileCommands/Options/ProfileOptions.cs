using Kiln.CommandLine;
using Kiln.Jailer.CommandLine;
using Kiln.Jailer.Foundation;
using Kiln.Jailer.Jail.Specification;
using Kiln.Jailer.Logging;
using Kiln.Profiles.Diagnostics;
using Kiln.Profiles.Sources;
using Kiln.Seccomp.Container;
using Kiln.Seccomp.Rules;
using Kiln.Seccomp.Syscalls;

namespace Kiln.Jailer.ProfileCommands.Options;

/// <summary>What several commands are told alike.</summary>
internal static class ProfileOptions
{
    /// <summary>The architecture.</summary>
    internal static OptionModel Architecture { get; } =
        new("--arch", "NAME", "x86_64 or aarch64: whose system calls and constants are meant") { Default = "x86_64" };

    /// <summary>A directory in place of the shipped profiles.</summary>
    internal static OptionModel Profiles { get; } = new("--seccomp-profiles", "DIR", "YAML profiles in place of the shipped ones");

    /// <summary>The directory that commands take by position.</summary>
    internal static OperandModel Directory { get; } = new("DIR", "the directory of YAML files; the shipped profiles when it is not given");

    /// <summary>The directory of a command that takes nothing else by position; null for the shipped profiles.</summary>
    /// <param name="command">The command line.</param>
    internal static string? DirectoryOf(ParsedCommand command) => command.Operands is [string given] ? given : null;

    /// <summary>The architecture that was asked for.</summary>
    /// <param name="command">The command line.</param>
    /// <exception cref="JailerFailure">There is no such architecture.</exception>
    internal static SyscallArchitecture ArchitectureOf(ParsedCommand command)
    {
        string name = command[Architecture] ?? Architecture.Default!;
        return Architectures.Named(name) ?? throw new JailerFailure($"there is no architecture '{name}'; --arch is x86_64 or aarch64");
    }

    /// <summary>The profiles of a directory, or the shipped ones.</summary>
    /// <param name="directory">The directory, or null.</param>
    internal static IProfileSource SourceOf(string? directory) =>
        directory is null ? new TextSource(EmbeddedProfiles.Texts) : new DirectorySource(directory);

    /// <summary>The program of a name.</summary>
    /// <param name="name">For example <c>vcpu</c>.</param>
    /// <exception cref="JailerFailure">No program has it.</exception>
    internal static FilterProfile ProgramOf(string name) => FilterProfiles.Named(name)
        ?? throw new JailerFailure($"there is no program '{name}'; there are launch, setup, runtime, vmm, api, vcpu");

    /// <summary>The set that the profiles of a directory, or the shipped ones, compile to.</summary>
    /// <param name="directory">The directory, or null.</param>
    /// <exception cref="JailerFailure">The profiles have errors.</exception>
    internal static FilterSet CompiledSetOf(string? directory) =>
        JailFilters.From(FilterOptions.Shipped with { ProfileDirectory = directory }, JailerLog.OnStandardError).Set;
}
