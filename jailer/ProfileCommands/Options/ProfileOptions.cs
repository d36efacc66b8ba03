using Kiln.CommandLine;
using Kiln.Jailer.Foundation;
using Kiln.Linux.Descriptors;
using Kiln.Profiles.Diagnostics;
using Kiln.Profiles.Sources;
using Kiln.Seccomp.Container;
using Kiln.Seccomp.Rules;
using Kiln.Seccomp.Syscalls;

namespace Kiln.ProfileCommands.Options;

/// <summary>Options shared by several commands.</summary>
internal static class ProfileOptions
{
    internal static OptionModel Architecture { get; } =
        new("--arch", "NAME", "x86_64 or aarch64: selects system calls and constants") { Default = "x86_64" };

    /// <summary>Names a directory that replaces the shipped profiles.</summary>
    internal static OptionModel Profiles { get; } = new("--seccomp-profiles", "DIR", "YAML profiles in place of the shipped ones");

    /// <summary>The positional argument that names a directory of profiles.</summary>
    internal static OperandModel Directory { get; } = new("DIR", "the directory of YAML files; default: the shipped profiles");

    /// <summary>The positional argument that names a thread.</summary>
    internal static OperandModel Thread { get; } = new(
        "THREAD", "vmm, api, vcpu or runtime, or a name such as \"vcpu 0\" or fc_api; setup or launch: any thread that has not installed its own yet");

    /// <summary>The positional directory of a command without other positional arguments; null for the shipped profiles.</summary>
    internal static string? DirectoryOf(ParsedCommand command) => command.Operands is [string given] ? given : null;

    /// <exception cref="JailerFailure">The architecture is unknown.</exception>
    internal static SyscallArchitecture ArchitectureOf(ParsedCommand command)
    {
        string name = command[Architecture] ?? Architecture.Default!;
        return Architectures.Named(name) ?? throw new JailerFailure($"there is no architecture '{name}'; --arch is x86_64 or aarch64");
    }

    /// <summary>The profiles of a directory, or the shipped ones.</summary>
    /// <param name="directory">The directory, or null for the shipped profiles.</param>
    internal static IProfileSource SourceOf(string? directory) =>
        directory is null ? new TextSource(EmbeddedProfiles.Texts) : new DirectorySource(directory);

    /// <summary>Looks up a program by name.</summary>
    /// <param name="name">For example <c>vcpu</c>.</param>
    /// <exception cref="JailerFailure">No program has this name.</exception>
    internal static FilterProfile ProgramOf(string name) => FilterProfiles.Named(name)
        ?? throw new JailerFailure($"there is no program '{name}'; there are launch, setup, runtime, vmm, api, vcpu");

    /// <summary>Compiles the profiles of a directory, or returns the shipped set.</summary>
    /// <param name="directory">The directory, or null for the shipped profiles.</param>
    /// <exception cref="JailerFailure">The profiles have errors.</exception>
    internal static FilterSet CompiledSetOf(string? directory)
    {
        byte[] bytes = directory is null ? EmbeddedFilterSet.Bytes.ToArray() : Compile(directory);
        return FilterSet.TryRead(bytes, out FilterSet? set, out string? error)
            ? set
            : throw new JailerFailure($"the filter set is unusable: {error}; build jailer-profile again");
    }

    private static byte[] Compile(string directory)
    {
        ProfileReport report = DirectoryReport.Of(directory);
        foreach (string warning in report.Warnings)
        {
            Output.Write(Descriptor.StandardError, $"{PlainLine.OfWarning(warning)}\n");
        }
        return report.DemandSet(directory);
    }
}
