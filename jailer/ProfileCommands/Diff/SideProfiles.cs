using Kiln.ProfileCommands.Why;
using Kiln.Profiles;
using Kiln.Profiles.Sources;
using Kiln.Seccomp.Container;

namespace Kiln.ProfileCommands.Diff;

/// <summary>The profiles of a side, and what they compile to.</summary>
/// <param name="Source">Their texts.</param>
internal sealed record SideProfiles(FilterSet Set, IProfileSource Source)
{
    internal ProfileLibrary Library { get; } = new(Source);

    /// <summary>The line that answers a call on a thread.</summary>
    internal string PlaceOf(CallQuestion question) => StackAnswer.To(question, Set, Library).Answers[0].Rule.Place.ToString();
}
