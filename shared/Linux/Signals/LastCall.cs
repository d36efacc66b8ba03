using Kiln.Linux.Abi;

namespace Kiln.Linux.Signals;

/// <summary>One of the last calls of a process, or a stand-in when the call is to be skipped: a write of zero bytes to standard error.</summary>
[NotInHeader("not the kernel's; only this library reads it")]
internal struct LastCall
{
    private const int StandardError = 2;

    internal nint Number;

    internal nint First;

    internal nint Second;

    internal nint Third;

    internal nint Fourth;

    /// <summary>A call without effect, allowed wherever writing to standard error is.</summary>
    internal static LastCall Nothing => new() { Number = (nint)SystemCall.SYS_write, First = StandardError };
}
