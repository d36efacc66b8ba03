using System.Linq;
using Kiln.Profiles.Diagnostics;
using Kiln.Profiles.Yaml;
using Kiln.Seccomp.Syscalls;

namespace Kiln.Profiles.Binding;

/// <summary>Gives the name of a system call its number.</summary>
/// <param name="architecture">Whose.</param>
internal sealed class SyscallBinder(SyscallArchitecture architecture)
{
    private IEnumerable<string> Names => SyscallTable.NumbersOf(architecture).Select(number => SyscallTable.NameOf(architecture, number)!);

    /// <summary>Binds a name.</summary>
    /// <param name="node">The name.</param>
    /// <exception cref="ProfileException">There is no such call.</exception>
    internal int Bind(Node node)
    {
        string name = node.AsText("a system call");
        return SyscallTable.NumberOf(architecture, name)
            ?? throw node.Error(
                DiagnosticId.UnknownSyscall, $"there is no system call '{name}' on {Architectures.NameOf(architecture)}; {Suggestion.For(name, Names)}");
    }
}
