using Kiln.Profiles.Yaml;
using Kiln.Seccomp.Rules;

namespace Kiln.Profiles.Model;

/// <summary>A parsed profile: its own rules and the profiles that it includes.</summary>
/// <param name="Name">The name, equal to the file's name.</param>
/// <param name="NameNode">Where the name is written.</param>
/// <param name="Default">The action for calls that no rule matches, when this profile is a program.</param>
/// <param name="Includes">The includes, with their positions.</param>
/// <param name="Common">The most frequent calls of the program, with their positions.</param>
/// <param name="Rules">The profile's own rules, one per system call named.</param>
internal sealed record Profile(
    string Name,
    Node NameNode,
    FilterAction Default,
    Node DefaultNode,
    IReadOnlyList<ScalarNode> Includes,
    IReadOnlyList<(int Number, Node Node)> Common,
    IReadOnlyList<ProfileRule> Rules);
