using Kiln.Seccomp.Rules;

namespace Kiln.Probes.Coverage;

/// <summary>A thread under trace, and the programs that it carries.</summary>
/// <param name="profiles">The programs that it begins with.</param>
internal sealed class TracedThread(int id, int process, IEnumerable<FilterProfile> profiles)
{
    internal int Id => id;

    internal int Process => process;

    /// <summary>The programs on the thread, in order of installation.</summary>
    internal List<FilterProfile> Profiles { get; } = [.. profiles];

    /// <summary>The program being installed, and whether on all threads; null otherwise.</summary>
    internal (FilterProfile Profile, bool OnAllThreads)? Installing { get; set; }
}
