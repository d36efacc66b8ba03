using Kiln.Seccomp.Rules;

namespace Kiln.ProfileCommands.Wording;

/// <summary>The order in which a reviewer reads programs.</summary>
internal static class ReviewOrder
{
    /// <summary>The threads of a running monitor first, then setup and launch, which contain their rules.</summary>
    internal static FilterProfile[] Programs { get; } =
        [FilterProfile.Vmm, FilterProfile.Api, FilterProfile.Vcpu, FilterProfile.Runtime, FilterProfile.Setup, FilterProfile.Launch];
}
