using System.Runtime.InteropServices;
using Kiln.Linux.Abi;
using Kiln.Linux.Errors;

namespace Kiln.Linux.Calls;

/// <summary>The call of a sequence that failed, and its error. A child sends it to its parent in this memory layout, eight bytes.</summary>
/// <param name="Index">The call's index in the sequence, from 0.</param>
/// <param name="Number">The errno; 0 when the call succeeded but returned too little.</param>
[StructLayout(LayoutKind.Sequential)]
[NotInHeader("not the kernel's; only this library reads it")]
public readonly record struct CallFailure(int Index, int Number)
{
    /// <summary>Size in bytes, as sent over a pipe.</summary>
    [NotInHeader("the size of this record")]
    internal const int Length = 8;

    public Errno Errno => new(Number);
}
