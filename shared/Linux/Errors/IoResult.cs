using System.Runtime.InteropServices;

namespace Kiln.Linux.Errors;

/// <summary>What a read or write on the guest's path came to: a count of bytes or an error number, never an exception.</summary>
public readonly struct IoResult
{
    // A count when not negative, else a negated error number, as the kernel itself returns them.
    private readonly nint _value;

    private IoResult(nint value) => _value = value;

    /// <summary>True when the call failed and <see cref="Errno"/> says why.</summary>
    public bool Failed => _value < 0;

    /// <summary>Bytes moved; 0 is the end of the file. Zero also when the call failed.</summary>
    public int Count => _value < 0 ? 0 : (int)_value;

    /// <summary>Why the call failed, or number 0.</summary>
    public Errno Errno => new(_value < 0 ? (int)-_value : 0);

    /// <summary>True when the call failed only because it would have had to wait.</summary>
    public bool WouldBlock => Errno == Errno.EAGAIN;

    /// <summary>Reads errno when a libc call returned -1.</summary>
    /// <param name="result">What the call returned.</param>
    public static IoResult From(nint result) => new(result >= 0 ? result : -Marshal.GetLastPInvokeError());
}
