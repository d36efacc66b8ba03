using Kiln.Linux.Abi;

namespace Kiln.Linux.Calls;

/// <summary>A system call prepared for execution by code that must not allocate.</summary>
[NotInHeader("not the kernel's; only this library reads it")]
internal struct PreparedCall
{
    internal nint Number;

    internal nuint First;

    internal nuint Second;

    internal nuint Third;

    internal nuint Fourth;

    internal nuint Fifth;

    /// <summary>The smallest result that counts as success.</summary>
    internal nint Least;
}
