using System.Runtime.InteropServices;
using System.Text;
using System.Threading;
using Kiln.Linux;

namespace Kiln.Vmm.Confinement;

/// <summary>
/// The names of this process's threads by their kernel numbers, where a signal handler can read them: outside the managed heap,
/// never freed, without locks. A handler cannot ask the kernel, whose filter may not let it.
/// </summary>
internal static unsafe class ThreadTable
{
    /// <summary>Room for 32 vCPUs, vmm, api and the runtime's threads, and as many again.</summary>
    internal const int Capacity = 64;

    private static Entry* _entries;
    private static int _count;

    /// <summary>Makes the table; once, before the first handler is installed.</summary>
    internal static void Create() => _entries = (Entry*)NativeMemory.AllocZeroed(Capacity, (nuint)sizeof(Entry));

    /// <summary>Names the calling thread, for the kernel and for this table.</summary>
    /// <param name="name">At most <see cref="ProcessControl.MaximumThreadName"/> ASCII characters.</param>
    /// <exception cref="InvalidOperationException">More threads than the design knows.</exception>
    internal static void Enter(string name)
    {
        ProcessControl.NameThread(name);
        int index = Interlocked.Increment(ref _count) - 1;
        if (index >= Capacity)
        {
            throw new InvalidOperationException($"thread {name} is one more than the {Capacity} that the thread table has room for");
        }
        Entry* entry = &_entries[index];
        entry->Length = Encoding.ASCII.GetBytes(name, new Span<byte>(entry->Name, ProcessControl.MaximumThreadName));
        Volatile.Write(ref entry->ThreadId, CurrentThread.Id);
    }

    /// <summary>The name of a thread; empty when it never entered. Safe in a signal handler.</summary>
    /// <param name="threadId">The kernel's number.</param>
    internal static ReadOnlySpan<byte> NameOf(int threadId)
    {
        Entry* entries = _entries;
        for (int index = 0; entries is not null && index < Capacity; index++)
        {
            if (entries[index].ThreadId == threadId)
            {
                return new ReadOnlySpan<byte>(entries[index].Name, entries[index].Length);
            }
        }
        return default;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Entry
    {
        internal int ThreadId;
        internal int Length;
        internal fixed byte Name[ProcessControl.MaximumThreadName + 1];
    }
}
