using Kiln.Seccomp;

namespace Kiln.Profiles;

/// <summary>A profile as it is written: its own rules, and the profiles whose rules it takes over.</summary>
/// <param name="Name">Its name, which is its file's.</param>
/// <param name="Includes">What it includes, with where that is written.</param>
/// <param name="Rules">Its own rules, one for each system call named.</param>
internal sealed record Profile(string Name, IReadOnlyList<Yaml.ScalarNode> Includes, IReadOnlyList<SyscallRule> Rules);
