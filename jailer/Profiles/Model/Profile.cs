using Kiln.Profiles.Yaml;
using Kiln.Seccomp.Rules;

namespace Kiln.Profiles.Model;

/// <summary>A profile as it is written: its own rules, and the profiles whose rules it takes over.</summary>
/// <param name="Name">Its name, which is its file's.</param>
/// <param name="NameNode">Where the name stands.</param>
/// <param name="Default">What happens to calls that no rule answers, when this profile is a program.</param>
/// <param name="DefaultNode">Where that stands.</param>
/// <param name="Includes">What it includes, with where that is written.</param>
/// <param name="Common">The calls that its program is asked about most, with where that is written.</param>
/// <param name="Rules">Its own rules, one for each system call named.</param>
internal sealed record Profile(
    string Name,
    Node NameNode,
    FilterAction Default,
    Node DefaultNode,
    IReadOnlyList<ScalarNode> Includes,
    IReadOnlyList<(int Number, Node Node)> Common,
    IReadOnlyList<ProfileRule> Rules);
