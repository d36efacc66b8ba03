using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Kiln.Linux.Abi;

namespace Kiln.Linux.Calls;

/// <summary>
/// System calls that are prepared one after another and made in one go, without an allocation and without any code of the runtime between
/// them: a child has only the thread that made it, so that whatever waits for another thread there waits for ever. What the calls point at
/// lives as long as the process.
/// </summary>
public sealed unsafe class CallSequence
{
    [NotInHeader("thirty-one signals, sixteen limits and some twenty other calls are the most that a jail needs")]
    private const int Capacity = 96;

    private const string Library = "libc.so.6";

    private readonly PreparedCall* _calls = (PreparedCall*)NativeMemory.AllocZeroed(Capacity, (nuint)sizeof(PreparedCall));
    private readonly List<string> _names = [];

    /// <summary>How many calls there are.</summary>
    public int Count => _names.Count;

    /// <summary>What a call does, for messages.</summary>
    /// <param name="index">Its place, from 0.</param>
    public string NameOf(int index) => _names[index];

    /// <summary>Makes the calls, in order, up to the first that fails.</summary>
    /// <returns>Null when all succeeded, else the one that failed. A sequence that ends with execve does not return when it succeeds.</returns>
    public CallFailure? Run()
    {
        CallFailure failure = RunAll(_calls, Count);
        return failure.Index < Count ? failure : null;
    }

    /// <summary>Copies bytes to where they stay.</summary>
    /// <param name="bytes">What a call will read.</param>
    /// <returns>Where they are.</returns>
    internal static nuint Keep<T>(ReadOnlySpan<T> bytes)
        where T : unmanaged
    {
        T* copy = (T*)NativeMemory.Alloc((nuint)bytes.Length, (nuint)sizeof(T));
        bytes.CopyTo(new Span<T>(copy, bytes.Length));
        return (nuint)copy;
    }

    /// <summary>Adds a call.</summary>
    /// <param name="name">What it does.</param>
    /// <param name="number">The call.</param>
    /// <param name="arguments">Up to five.</param>
    internal void Add(string name, SystemCall number, params ReadOnlySpan<nuint> arguments) => Add(name, 0, number, arguments);

    /// <summary>Adds a call that must return a certain number.</summary>
    /// <param name="name">What it does.</param>
    /// <param name="least">The least result that is a success.</param>
    /// <param name="number">The call.</param>
    /// <param name="arguments">Up to five.</param>
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

    /// <summary>Makes the calls where nothing of the runtime may run.</summary>
    /// <param name="calls">The first.</param>
    /// <param name="count">How many.</param>
    /// <returns>The one that failed; <paramref name="count"/> as its index when none did.</returns>
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

    /// <summary>The calls, for a child.</summary>
    internal PreparedCall* Calls => _calls;

    [DllImport(Library)]
    [SuppressGCTransition]
    internal static extern nint syscall(nint number, nuint a, nuint b, nuint c, nuint d, nuint e, nuint f);

    [DllImport(Library)]
    [SuppressGCTransition]
    private static extern int* __errno_location();
}
