using System.Runtime.InteropServices;
using System.Threading;
using Kiln.Linux.Abi;

namespace Kiln.Vmm.Confinement;

/// <summary>
/// A record that a signal handler leaves before the process ends, for the vmm thread to report. There is one, allocated in advance outside the
/// managed heap. The first handler claims it; others end the process without it.
/// </summary>
internal static unsafe class Evidence
{
    /// <summary>The longest text in bytes; that of a violation has fewer than 900.</summary>
    internal const int MaximumText = 1024;

    private static Record* _record;
    private static int _listener;

    /// <summary>The pid of this process, in its pid namespace.</summary>
    internal static int Process { get; private set; }

    /// <summary>The thread that takes the evidence; 0 while there is none.</summary>
    internal static int Listener => Volatile.Read(ref _listener);

    internal static EvidenceState State => _record is null ? EvidenceState.None : (EvidenceState)Volatile.Read(ref _record->State);

    /// <summary>What happened, as a line for the operator. Only for the thread that wrote or took the evidence.</summary>
    internal static ReadOnlySpan<byte> Text => new(_record->Text, _record->Length);

    /// <summary>How the process ends. Only for the thread that wrote or took the evidence.</summary>
    internal static Ending Ending => _record->Ending;

    /// <summary>Allocates the record; once, before the first handler is installed.</summary>
    internal static void Create()
    {
        _record = (Record*)NativeMemory.AllocZeroed((nuint)sizeof(Record));
        Process = Environment.ProcessId;
    }

    /// <summary>Makes a thread the listener, which checks for evidence before each of its waits.</summary>
    /// <param name="threadId">The kernel's thread ID; 0 for none.</param>
    internal static void Hear(int threadId) => Volatile.Write(ref _listener, threadId);

    /// <summary>Address of the state, for a handler that sets <see cref="EvidenceState.Left"/> in the midst of its last calls.</summary>
    internal static int* Mark => &_record->State;

    /// <summary>Claims and writes the record. For a signal handler.</summary>
    /// <param name="ending">How the process ends.</param>
    /// <param name="text">What happened, in ASCII; truncated if too long.</param>
    /// <returns>False when another handler claimed the record first.</returns>
    internal static bool TryWrite(in Ending ending, ReadOnlySpan<byte> text)
    {
        if (_record is null || Interlocked.CompareExchange(ref _record->State, (int)EvidenceState.Claimed, (int)EvidenceState.None) != (int)EvidenceState.None)
        {
            return false;
        }
        _record->Ending = ending;
        _record->Length = Math.Min(text.Length, MaximumText);
        for (int index = 0; index < _record->Length; index++)
        {
            _record->Text[index] = text[index];
        }
        return true;
    }

    /// <summary>Whether the listener was interrupted: it is alive, though a garbage collection may delay it.</summary>
    internal static bool IsHeard => Volatile.Read(ref _record->Heard) != 0;

    /// <summary>Records that the listener was interrupted. For a signal handler on that thread.</summary>
    internal static void Acknowledge() => Volatile.Write(ref _record->Heard, 1);

    /// <summary>Whether the listener's time to take the evidence is over: its signal handler then reports what is left.</summary>
    internal static bool IsOverdue => Volatile.Read(ref _record->Overdue) != 0;

    /// <summary>Ends the listener's time. For a signal handler.</summary>
    internal static void Expire() => Volatile.Write(ref _record->Overdue, 1);

    /// <summary>Takes the evidence if there is any. For the listener.</summary>
    internal static bool TryTake() => State == EvidenceState.Left && !IsOverdue
        && Interlocked.CompareExchange(ref _record->State, (int)EvidenceState.Taken, (int)EvidenceState.Left) == (int)EvidenceState.Left;

    /// <summary>Advances to a later state.</summary>
    internal static void Advance(EvidenceState state) => Volatile.Write(ref _record->State, (int)state);

    [NotInHeader("not the kernel's; only this process reads it")]
    private struct Record
    {
        internal int Heard;
        internal int Overdue;
        internal int State;
        internal int Length;
        internal Ending Ending;
        internal fixed byte Text[MaximumText];
    }
}
