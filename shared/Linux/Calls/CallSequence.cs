using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Kiln.Linux.Abi;

namespace Kiln.Linux.Calls;

/// <summary>
/// System calls that are prepared one by one and then executed in one go, without allocating and without running any runtime code in between.
/// A child process has only the thread that created it, so anything that waits for another thread would wait forever. Memory that the calls
/// point to is never freed.
/// </summary>
public sealed unsafe class CallSequence
{
    [NotInHeader("thirty-one signals, sixteen limits and some twenty other calls are the most that a jail needs")]
    private const int Capacity = 96;

    private const string Library = "libc.so.6";

    private readonly PreparedCall* _calls = (PreparedCall*)NativeMemory.AllocZeroed(Capacity, (nuint)sizeof(PreparedCall));
    private readonly List<string> _names = [];

    public int Count => _names.Count;

    /// <summary>What a call does, for messages.</summary>
    /// <param name="index">The call's index, from 0.</param>
    public string NameOf(int index) => _names[index];

    /// <summary>Executes the calls in order, up to the first failure.</summary>
    /// <returns>Null on success, else the failed call. A sequence that ends with execve returns only on failure.</returns>
    public CallFailure? Run()
    {
        CallFailure failure = RunAll(_calls, Count);
        return failure.Index < Count ? failure : null;
    }

    /// <summary>Copies data into memory that is never freed or moved.</summary>
    internal static nuint Keep<T>(ReadOnlySpan<T> bytes)
        where T : unmanaged
    {
        T* copy = (T*)NativeMemory.Alloc((nuint)bytes.Length, (nuint)sizeof(T));
        bytes.CopyTo(new Span<T>(copy, bytes.Length));
        return (nuint)copy;
    }

    internal void Add(string name, SystemCall number, params ReadOnlySpan<nuint> arguments) => Add(name, 0, number, arguments);

    /// <summary>Adds a call with a minimum result.</summary>
    /// <param name="least">The smallest result that counts as success.</param>
    internal void Add(string name, nint least, SystemCall number, params ReadOnlySpan<nuint> arguments)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(Count, Capacity);
        Span<nuint> five = stackalloc nuint[5];
        five.Clear();
        arguments.CopyTo(five);
        _calls[Count] = new PreparedCall
        {
            Number = (nint)number,
            First = five[0],
            Second = five[1],
            Third = five[2],
            Fourth = five[3],
            Fifth = five[4],
            Least = least,
        };
        _names.Add(name);
    }

    /// <summary>Executes the calls where no runtime code may run.</summary>
    /// <returns>The failure; its index is <paramref name="count"/> when all succeeded.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static CallFailure RunAll(PreparedCall* calls, int count)
    {
        for (int index = 0; index < count; index++)
        {
            PreparedCall* call = calls + index;
            nint result = syscall(call->Number, call->First, call->Second, call->Third, call->Fourth, call->Fifth, 0);
            if (result < call->Least)
            {
                return new CallFailure(index, result < 0 ? *__errno_location() : 0);
            }
        }
        return new CallFailure(count, 0);
    }

    /// <summary>The prepared calls, for use in a child.</summary>
    internal PreparedCall* Calls => _calls;

    [DllImport(Library)]
    [SuppressGCTransition]
    internal static extern nint syscall(nint number, nuint a, nuint b, nuint c, nuint d, nuint e, nuint f);

    [DllImport(Library)]
    [SuppressGCTransition]
    private static extern int* __errno_location();
}
