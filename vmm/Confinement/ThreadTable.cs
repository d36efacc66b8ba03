using System.Runtime.InteropServices;
using System.Text;
using System.Threading;
using Kiln.Linux.Abi;
using Kiln.Linux.Processes;
using Kiln.Seccomp.Rules;

namespace Kiln.Vmm.Confinement;

/// <summary>
/// The names and filter profiles of this process's threads, where a signal handler can read them without a call: outside the managed heap, never
/// freed, without locks. A thread is identified by its stack.
/// </summary>
internal static unsafe class ThreadTable
{
    /// <summary>Twice what 32 vCPU threads, the vmm thread, the api thread and the runtime's threads need.</summary>
    internal const int Capacity = 64;

    // A thread registers within the first frames of its stack; later lookups may come from some frames above that point.
    private const int EntryDepth = 4096;

    private static Entry* _entries;

    /// <summary>Allocates the table; once, before the first handler is installed.</summary>
    internal static void Create() => _entries = (Entry*)NativeMemory.AllocZeroed(Capacity, (nuint)sizeof(Entry));

    /// <summary>Names the calling thread, in the kernel and in this table.</summary>
    /// <param name="name">At most <see cref="ProcessControl.MaximumThreadName"/> ASCII characters.</param>
    /// <exception cref="InvalidOperationException">The table is full: a defect.</exception>
    internal static void Enter(string name)
    {
        ProcessControl.NameThread(name);
        Register(name);
    }

    /// <summary>Names the calling thread in this table only.</summary>
    /// <param name="name">At most <see cref="ProcessControl.MaximumThreadName"/> ASCII characters.</param>
    /// <exception cref="InvalidOperationException">The table is full: a defect.</exception>
    internal static void Register(string name)
    {
        int threadId = CurrentThread.Id;
        Entry* entry = Claim(threadId);
        if (entry is null)
        {
            throw new InvalidOperationException($"no room for thread {name}: the thread table holds {Capacity} threads");
        }
        entry->Length = Encoding.ASCII.GetBytes(name, new Span<byte>(entry->Name, ProcessControl.MaximumThreadName));
        Volatile.Write(ref entry->StackTop, (ulong)&threadId + EntryDepth);
    }

    /// <summary>Removes the calling thread, which is about to end.</summary>
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

    /// <summary>The name of the calling thread; empty when it is not registered.</summary>
    internal static ReadOnlySpan<byte> CurrentName
    {
        get
        {
            int here;
            return NameOf((ulong)&here, out _);
        }
    }

    /// <summary>The name and ID of the thread that owns a stack; empty when it is not registered. Safe in a signal handler.</summary>
    /// <param name="stackPointer">An address in the thread's stack.</param>
    /// <param name="threadId">The kernel's thread ID.</param>
    internal static ReadOnlySpan<byte> NameOf(ulong stackPointer, out int threadId)
    {
        Entry* nearest = Find(stackPointer);
        threadId = nearest is null ? 0 : nearest->ThreadId;
        return nearest is null ? default : new ReadOnlySpan<byte>(nearest->Name, nearest->Length);
    }

    /// <summary>Records the profile whose filter the calling thread has installed; does nothing when the thread is not registered.</summary>
    internal static void Carry(FilterProfile profile)
    {
        int here;
        Entry* entry = Find((ulong)&here);
        if (entry is not null)
        {
            entry->Profile = profile;
        }
    }

    /// <summary>The latest profile of the thread that owns a stack; null when it is not registered. Safe in a signal handler.</summary>
    /// <param name="stackPointer">An address in the thread's stack.</param>
    internal static FilterProfile? ProfileOf(ulong stackPointer)
    {
        Entry* entry = Find(stackPointer);
        return entry is null ? null : entry->Profile;
    }

    // Stacks grow down and do not overlap: a thread's own stack top is the nearest one above.
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

    [NotInHeader("not the kernel's; only this process reads it")]
    [StructLayout(LayoutKind.Sequential)]
    private struct Entry
    {
        internal ulong StackTop;
        internal int ThreadId;
        internal int Length;

        // Until it installs its own, a thread has the filter that all threads start with.
        internal FilterProfile Profile;

        internal fixed byte Name[ProcessControl.MaximumThreadName + 1];
    }
}
