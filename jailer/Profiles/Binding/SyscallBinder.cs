using System.Linq;
using Kiln.Profiles.Diagnostics;
using Kiln.Profiles.Yaml;
using Kiln.Seccomp.Syscalls;

namespace Kiln.Profiles.Binding;

/// <summary>Resolves names of system calls.</summary>
internal sealed class SyscallBinder(SyscallArchitecture architecture)
{
    private IEnumerable<string> Names => SyscallTable.NumbersOf(architecture).Select(number => SyscallTable.NameOf(architecture, number)!);

    /// <exception cref="ProfileException">The architecture has no such call.</exception>
    internal int Bind(Node node)
    {
        string name = node.AsText("a system call");
        return SyscallTable.NumberOf(architecture, name)
            ?? throw node.Error(
                DiagnosticId.UnknownSyscall, $"there is no system call '{name}' on {Architectures.NameOf(architecture)}; {Suggestion.For(name, Names)}");
    }
}
