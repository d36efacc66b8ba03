using System.Text;

namespace Kiln.Seccomp.Rules;

/// <summary>All profiles of a set, and their names. Written out, since the monitor does without reflection.</summary>
public static class FilterProfiles
{
    /// <summary>Every profile, in the order of the container.</summary>
    public static ReadOnlySpan<FilterProfile> All =>
    [
        FilterProfile.Launch,
        FilterProfile.Setup,
        FilterProfile.Runtime,
        FilterProfile.Vmm,
        FilterProfile.Api,
        FilterProfile.Vcpu,
    ];

    /// <summary>A profile's name, which is its file's: lower case.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such profile.</exception>
    public static string NameOf(FilterProfile profile) => Utf8NameOf(profile) is { IsEmpty: false } name
        ? Encoding.ASCII.GetString(name)
        : throw new ArgumentOutOfRangeException(nameof(profile));

    /// <summary>A profile's name; empty when there is no such profile. Allocates nothing and takes no lock: a signal handler may.</summary>
    public static ReadOnlySpan<byte> Utf8NameOf(FilterProfile profile) => profile switch
    {
        FilterProfile.Launch => "launch"u8,
        FilterProfile.Setup => "setup"u8,
        FilterProfile.Runtime => "runtime"u8,
        FilterProfile.Vmm => "vmm"u8,
        FilterProfile.Api => "api"u8,
        FilterProfile.Vcpu => "vcpu"u8,
        _ => default,
    };

    /// <summary>The profile of a name, or null when no program has it.</summary>
    /// <param name="name">For example <c>vcpu</c>.</param>
    public static FilterProfile? Named(string name)
    {
        foreach (FilterProfile profile in All)
        {
            if (NameOf(profile) == name)
            {
                return profile;
            }
        }
        return null;
    }

    /// <summary>
    /// The programs that a thread carries when one is its last, the oldest first. Started without the jailer, it carries no launch.
    /// </summary>
    public static IReadOnlyList<FilterProfile> StackOf(FilterProfile profile) => profile switch
    {
        FilterProfile.Launch => [FilterProfile.Launch],
        FilterProfile.Setup => [FilterProfile.Launch, FilterProfile.Setup],
        _ => [FilterProfile.Launch, FilterProfile.Setup, profile],
    };
}
