using System.Linq;
using Kiln.Jailer.Foundation;
using Kiln.Profiles.Binding;
using Kiln.Seccomp.Rules;

namespace Kiln.ProfileCommands.Options;

/// <summary>The names under which a thread is known: its newest program's, and those that the monitor gives its threads, as Kiln or as Firecracker.</summary>
internal static class ThreadName
{
    // The main thread has the name of the file that was executed.
    private const string FirecrackerMain = "firecracker";

    /// <summary>The newest program of a thread; null when no thread has this name.</summary>
    /// <param name="name">For example <c>vcpu</c>, <c>vcpu 0</c>, <c>fc_api</c>.</param>
    internal static FilterProfile? ProgramOf(string name) =>
        FilterProfiles.Named(name) ?? OfOther(name) ?? (name.StartsWith(FirecrackerMain, StringComparison.Ordinal) ? FilterProfile.Vmm : null);

    /// <summary>The newest program of a thread that is not the main thread, by the name that it carries.</summary>
    internal static FilterProfile? OfOther(string name) => name switch
    {
        "api" or "fc_api" => FilterProfile.Api,
        "runtime" => FilterProfile.Runtime,
        _ when IsProcessor(name) => FilterProfile.Vcpu,
        _ => null,
    };

    /// <summary>Whether a thread with this name runs a virtual processor.</summary>
    internal static bool IsProcessor(string name) =>
        name.StartsWith("vcpu ", StringComparison.Ordinal) || name.StartsWith("fc_vcpu ", StringComparison.Ordinal);

    /// <summary>The newest program of a thread.</summary>
    /// <exception cref="JailerFailure">No thread has this name.</exception>
    internal static FilterProfile Demand(string name) => ProgramOf(name)
        ?? throw new JailerFailure($"there is no thread '{name}'; {Suggestion.For(name, [.. FilterProfiles.All.ToArray().Select(FilterProfiles.NameOf), "vcpu 0", "fc_vcpu 0", "fc_api"])}");
}
