using Kiln.Linux.Abi;

namespace Kiln.Linux.Calls;

/// <summary>A system call laid out to be made later, by code that must not allocate.</summary>
[NotInHeader("not the kernel's; only this library reads it")]
internal struct PreparedCall
{
    /// <summary>Its number.</summary>
    internal nint Number;

    /// <summary>Its first argument.</summary>
    internal nuint First;

    /// <summary>Its second argument.</summary>
    internal nuint Second;

    /// <summary>Its third argument.</summary>
    internal nuint Third;

    /// <summary>Its fourth argument.</summary>
    internal nuint Fourth;

    /// <summary>Its fifth argument.</summary>
    internal nuint Fifth;

    /// <summary>The least result of a call that succeeded.</summary>
    internal nint Least;
}
