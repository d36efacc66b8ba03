using Kiln.Seccomp.Rules;

namespace Kiln.Probes.Coverage;

/// <summary>A thread under trace, and the programs that it carries.</summary>
/// <param name="id">The thread.</param>
/// <param name="process">Its process.</param>
/// <param name="profiles">The programs that it begins with.</param>
internal sealed class TracedThread(int id, int process, IEnumerable<FilterProfile> profiles)
{
    /// <summary>The thread.</summary>
    internal int Id => id;

    /// <summary>Its process.</summary>
    internal int Process => process;

    /// <summary>The programs that it carries, in the order in which they were put on.</summary>
    internal List<FilterProfile> Profiles { get; } = [.. profiles];

    /// <summary>The program that it is about to put on, and whether on all threads; null otherwise.</summary>
    internal (FilterProfile Profile, bool OnAllThreads)? Installing { get; set; }
}
