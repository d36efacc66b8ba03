using System.Runtime.InteropServices;

namespace Kiln.Linux.Errors;

/// <summary>The result of a read or write on the guest's path: a byte count or an errno, never an exception.</summary>
public readonly struct IoResult
{
    // Like a raw system call's result: a count if not negative, else a negated errno.
    private readonly nint _value;

    private IoResult(nint value) => _value = value;

    public bool Failed => _value < 0;

    /// <summary>Bytes transferred; 0 at the end of the file, or when the call failed.</summary>
    public int Count => _value < 0 ? 0 : (int)_value;

    /// <summary>The error, or 0 on success.</summary>
    public Errno Errno => new(_value < 0 ? (int)-_value : 0);

    /// <summary>Whether the call failed only because it would have blocked.</summary>
    public bool WouldBlock => Errno == Errno.EAGAIN;

    /// <summary>The result of a call that would fail.</summary>
    public static IoResult Of(Errno error) => new(-error.Number);

    /// <summary>Converts a libc result, reading errno if it is -1.</summary>
    public static IoResult From(nint result) => new(result >= 0 ? result : -Marshal.GetLastPInvokeError());
}
