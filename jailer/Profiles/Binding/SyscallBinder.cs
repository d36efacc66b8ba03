using System.Linq;
using Kiln.Profiles.Yaml;
using Kiln.Seccomp;

namespace Kiln.Profiles.Binding;

/// <summary>Gives the name of a system call its number.</summary>
/// <param name="architecture">Whose.</param>
internal sealed class SyscallBinder(SyscallArchitecture architecture)
{
    // The longest name of a call has 25 letters; nobody misspells one into many more.
    private const int LongestMisspelling = 40;

    /// <summary>Binds a name.</summary>
    /// <param name="node">The name.</param>
    /// <exception cref="ProfileException">There is no such call.</exception>
    internal int Bind(Node node)
    {
        string name = node.AsText("a system call");
        return SyscallTable.NumberOf(architecture, name)
            ?? throw node.Error(
                DiagnosticId.UnknownSyscall, $"there is no system call '{name}' on {Architectures.NameOf(architecture)}; {Suggestion(name)}");
    }

    private string Suggestion(string name) => name.Length > LongestMisspelling
        ? "no name is that long"
        : "near it: " + string.Join(", ", SyscallTable.NumbersOf(architecture)
            .Select(number => SyscallTable.NameOf(architecture, number)!)
            .OrderBy(known => EditDistance.Between(known, name))
            .ThenBy(known => known, StringComparer.Ordinal)
            .Take(3));
}
