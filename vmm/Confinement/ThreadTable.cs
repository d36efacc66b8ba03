using System.Runtime.InteropServices;
using System.Text;
using System.Threading;
using Kiln.Linux.Processes;
using Kiln.Seccomp.Rules;

namespace Kiln.Vmm.Confinement;

/// <summary>
/// The names of this process's threads and which program each carries, where a signal handler finds them without a call: outside the managed heap, never freed, without
/// locks. A thread is recognized by its stack.
/// </summary>
internal static unsafe class ThreadTable
{
    /// <summary>Room for 32 vCPUs, vmm, api and the runtime's threads, and as many again.</summary>
    internal const int Capacity = 64;

    // A thread enters within the first frames of its stack; what it is recognized by later may be some frames above that point.
    private const int EntryDepth = 4096;

    private static Entry* _entries;

    /// <summary>Makes the table; once, before the first handler is installed.</summary>
    internal static void Create() => _entries = (Entry*)NativeMemory.AllocZeroed(Capacity, (nuint)sizeof(Entry));

    /// <summary>Names the calling thread, for the kernel and for this table.</summary>
    /// <param name="name">At most <see cref="ProcessControl.MaximumThreadName"/> ASCII characters.</param>
    /// <exception cref="InvalidOperationException">More threads than the design knows.</exception>
    internal static void Enter(string name)
    {
        ProcessControl.NameThread(name);
        Register(name);
    }

    /// <summary>Names the calling thread for this table alone.</summary>
    /// <param name="name">At most <see cref="ProcessControl.MaximumThreadName"/> ASCII characters.</param>
    /// <exception cref="InvalidOperationException">More threads than the design knows.</exception>
    internal static void Register(string name)
    {
        int threadId = CurrentThread.Id;
        Entry* entry = Claim(threadId);
        if (entry is null)
        {
            throw new InvalidOperationException($"thread {name} is one more than the {Capacity} that the thread table has room for");
        }
        entry->Length = Encoding.ASCII.GetBytes(name, new Span<byte>(entry->Name, ProcessControl.MaximumThreadName));
        Volatile.Write(ref entry->StackTop, (ulong)&threadId + EntryDepth);
    }

    /// <summary>Forgets the calling thread, which entered and now ends.</summary>
    internal static void Leave()
    {
        int threadId = CurrentThread.Id;
        for (int index = 0; index < Capacity; index++)
        {
            if (_entries[index].ThreadId == threadId)
            {
                Volatile.Write(ref _entries[index].StackTop, 0);
                Volatile.Write(ref _entries[index].ThreadId, 0);
            }
        }
    }

    /// <summary>The name of the calling thread; empty when it never entered.</summary>
    internal static ReadOnlySpan<byte> CurrentName
    {
        get
        {
            int here;
            return NameOf((ulong)&here, out _);
        }
    }

    /// <summary>The name and number of the thread that a stack belongs to; empty when it never entered. Safe in a signal handler.</summary>
    /// <param name="stackPointer">Where in its stack the thread was.</param>
    /// <param name="threadId">The kernel's number of the thread.</param>
    internal static ReadOnlySpan<byte> NameOf(ulong stackPointer, out int threadId)
    {
        Entry* nearest = Find(stackPointer);
        threadId = nearest is null ? 0 : nearest->ThreadId;
        return nearest is null ? default : new ReadOnlySpan<byte>(nearest->Name, nearest->Length);
    }

    /// <summary>Notes which program the calling thread has put on; nothing when it never entered.</summary>
    /// <param name="profile">The program.</param>
    internal static void Carry(FilterProfile profile)
    {
        int here;
        Entry* entry = Find((ulong)&here);
        if (entry is not null)
        {
            entry->Profile = profile;
        }
    }

    /// <summary>
    /// The last program of the thread that a stack belongs to; null when it never entered. Safe in a signal handler.
    /// </summary>
    /// <param name="stackPointer">Where in its stack the thread was.</param>
    internal static FilterProfile? ProfileOf(ulong stackPointer)
    {
        Entry* entry = Find(stackPointer);
        return entry is null ? null : entry->Profile;
    }

    // Stacks grow down and do not overlap: the thread's own top is the nearest above.
    private static Entry* Find(ulong stackPointer)
    {
        Entry* nearest = null;
        for (int index = 0; _entries is not null && index < Capacity; index++)
        {
            Entry* entry = &_entries[index];
            if (entry->StackTop >= stackPointer && (nearest is null || entry->StackTop < nearest->StackTop))
            {
                nearest = entry;
            }
        }
        return nearest;
    }

    private static Entry* Claim(int threadId)
    {
        for (int index = 0; index < Capacity; index++)
        {
            if (Interlocked.CompareExchange(ref _entries[index].ThreadId, threadId, 0) == 0)
            {
                _entries[index].Profile = FilterProfile.Setup;
                return &_entries[index];
            }
        }
        return null;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Entry
    {
        internal ulong StackTop;
        internal int ThreadId;
        internal int Length;

        // Until it puts on its own, it carries the one that every thread is started with.
        internal FilterProfile Profile;

        internal fixed byte Name[ProcessControl.MaximumThreadName + 1];
    }
}
