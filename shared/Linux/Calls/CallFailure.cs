using System.Runtime.InteropServices;
using Kiln.Linux.Abi;
using Kiln.Linux.Errors;

namespace Kiln.Linux.Calls;

/// <summary>Which call of a sequence failed, and how. A child sends it to its parent as it lies in memory, in eight bytes.</summary>
/// <param name="Index">The call's place in the sequence, from 0.</param>
/// <param name="Number">The error number; 0 when the call returned less than it had to.</param>
[StructLayout(LayoutKind.Sequential)]
[NotInHeader("not the kernel's; only this library reads it")]
public readonly record struct CallFailure(int Index, int Number)
{
    /// <summary>Bytes of it in a pipe.</summary>
    [NotInHeader("the size of this record")]
    internal const int Length = 8;

    /// <summary>The error.</summary>
    public Errno Errno => new(Number);
}
