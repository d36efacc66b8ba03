using System.Runtime.InteropServices;
using System.Threading;

namespace Kiln.Vmm.Confinement;

/// <summary>
/// What a signal handler that ends the process leaves for the vmm thread to tell: one record outside the managed heap, made beforehand. The first
/// handler has it; others end the process as well as they can without.
/// </summary>
internal static unsafe class Evidence
{
    /// <summary>The longest text in bytes: a violation's has under 900.</summary>
    internal const int MaximumText = 1024;

    private static Record* _record;
    private static int _listener;

    /// <summary>The number of this process, in its pid namespace.</summary>
    internal static int Process { get; private set; }

    /// <summary>The thread that takes evidence; zero while there is none.</summary>
    internal static int Listener => Volatile.Read(ref _listener);

    /// <summary>What has become of it.</summary>
    internal static EvidenceState State => _record is null ? EvidenceState.None : (EvidenceState)Volatile.Read(ref _record->State);

    /// <summary>What happened, in a line for people; for who has written or taken it.</summary>
    internal static ReadOnlySpan<byte> Text => new(_record->Text, _record->Length);

    /// <summary>How the process ends; for who has written or taken it.</summary>
    internal static Ending Ending => _record->Ending;

    /// <summary>Makes the record; once, before the first handler is installed.</summary>
    internal static void Create()
    {
        _record = (Record*)NativeMemory.AllocZeroed((nuint)sizeof(Record));
        Process = Environment.ProcessId;
    }

    /// <summary>A thread looks for evidence from now on, each time before it waits.</summary>
    /// <param name="threadId">The kernel's number of the thread; zero for none.</param>
    internal static void Hear(int threadId) => Volatile.Write(ref _listener, threadId);

    /// <summary>Where the state is, for a handler that goes on to <see cref="EvidenceState.Left"/> in the midst of its last calls.</summary>
    internal static int* Mark => &_record->State;

    /// <summary>Writes it down. For a signal handler.</summary>
    /// <param name="ending">How the process ends.</param>
    /// <param name="text">What happened, in ASCII; what does not fit is cut.</param>
    /// <returns>False when another handler was first.</returns>
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

    /// <summary>Whether the thread that listens has been interrupted: it lives, though it may have to wait for a collection.</summary>
    internal static bool IsHeard => Volatile.Read(ref _record->Heard) != 0;

    /// <summary>Notes that it is. For a signal handler on that thread.</summary>
    internal static void Acknowledge() => Volatile.Write(ref _record->Heard, 1);

    /// <summary>Whether the time is over in which the thread that listens can take and tell it: what is untold, its handler tells.</summary>
    internal static bool IsOverdue => Volatile.Read(ref _record->Overdue) != 0;

    /// <summary>Ends that time. For a signal handler.</summary>
    internal static void Expire() => Volatile.Write(ref _record->Overdue, 1);

    /// <summary>Takes it, if it is there. For the thread that listens.</summary>
    internal static bool TryTake() => State == EvidenceState.Left && !IsOverdue
        && Interlocked.CompareExchange(ref _record->State, (int)EvidenceState.Taken, (int)EvidenceState.Left) == (int)EvidenceState.Left;

    /// <summary>Goes on to a later state.</summary>
    /// <param name="state">The state.</param>
    internal static void Advance(EvidenceState state) => Volatile.Write(ref _record->State, (int)state);

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
