using Kiln.Linux.Abi;

namespace Kiln.Linux.Signals;

/// <summary>One of the last calls of a process, or what stands in its place when it is not to be made: a write of nothing to standard error.</summary>
[NotInHeader("not the kernel's; only this library reads it")]
internal struct LastCall
{
    private const int StandardError = 2;

    /// <summary>Its number.</summary>
    internal nint Number;

    /// <summary>Its first argument.</summary>
    internal nint First;

    /// <summary>Its second argument.</summary>
    internal nint Second;

    /// <summary>Its third argument.</summary>
    internal nint Third;

    /// <summary>Its fourth argument.</summary>
    internal nint Fourth;

    /// <summary>A call that whoever may write the line may make, and that changes nothing.</summary>
    internal static LastCall Nothing => new() { Number = (nint)SystemCall.SYS_write, First = StandardError };
}
