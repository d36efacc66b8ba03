using System.Linq;
using Kiln.Seccomp.Abi;
using Kiln.Seccomp.Rules;

namespace Kiln.Testing.Seccomp.Generation;

/// <summary>A system call to run through a filter.</summary>
internal sealed record Call(int Number, AuditArchitecture Architecture, ulong[] Arguments)
{
    internal SyscallData Data => new(Number, (uint)Architecture, 0x5555_0000_1234, Arguments);

    public override string ToString() =>
        $"call {Number} of architecture 0x{(uint)Architecture:x} ({string.Join(", ", Arguments.Select(argument => $"0x{argument:x}"))})";
}
