namespace Kiln.Seccomp;

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
    /// <param name="profile">The profile.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such profile.</exception>
    public static string NameOf(FilterProfile profile) => profile switch
    {
        FilterProfile.Launch => "launch",
        FilterProfile.Setup => "setup",
        FilterProfile.Runtime => "runtime",
        FilterProfile.Vmm => "vmm",
        FilterProfile.Api => "api",
        FilterProfile.Vcpu => "vcpu",
        _ => throw new ArgumentOutOfRangeException(nameof(profile)),
    };
}
