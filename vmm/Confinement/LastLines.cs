using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Kiln.Linux.Signals;
using Kiln.Seccomp.Rules;
using Kiln.Vmm.Foundation;

namespace Kiln.Vmm.Confinement;

/// <summary>
/// What the vmm thread has not told by the end of its time, said by the handler that left the evidence: lines of the log and the last event, put
/// together in memory that was made beforehand, and written as far as the thread's own rules allow.
/// </summary>
internal readonly unsafe struct LastLines : ILastWords
{
    // Once it has begun: metrics and events, to descriptors that do not wait.
    private const int MorePatience = 500;

    // Three lines of a log: a header of at most 511 bytes, a message of at most 1024, in JSON twice as long.
    private const int LogLength = 8192;

    // One event.
    private const int EventLength = 4096;

    private static Room* _room;

    /// <summary>Makes the memory; once, before the first handler is installed.</summary>
    internal static void Create() => _room = (Room*)NativeMemory.AllocZeroed((nuint)sizeof(Room));

    /// <summary>The calling handler has written the evidence.</summary>
    /// <param name="line">Its line, by which it is known.</param>
    /// <param name="stackPointer">Where in its stack the thread was.</param>
    internal static void Claim(byte* line, ulong stackPointer)
    {
        _room->StackPointer = stackPointer;
        _room->Line = line;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Look(LastCalls* calls)
    {
        if (calls->IsWaiting && Evidence.State >= EvidenceState.Taken)
        {
            calls->Extend(MorePatience);
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Finish(LastCalls* calls)
    {
        // Of several handlers it is the first's.
        if (calls->Line != _room->Line)
        {
            return;
        }
        EvidenceState state = Evidence.State;
        FilterProfile? profile = ThreadTable.ProfileOf(_room->StackPointer);
        if (state < EvidenceState.Logged && RuleTables.AllowWrite(profile, OutputFile.LogNumber))
        {
            ReportLine lines = new(new Span<byte>(_room->Log, LogLength));
            AppendLog(ref lines, calls);
            calls->First.Say(OutputFile.LogNumber, _room->Log, lines.Written.Length);
        }
        if (state < EvidenceState.Told && RuleTables.AllowWrite(profile, OutputFile.EventsNumber))
        {
            ReportLine line = new(new Span<byte>(_room->Event, EventLength));
            LineTemplate.FillEvent(ref line, ValuesOf(calls, Evidence.Text));
            calls->Second.Say(OutputFile.EventsNumber, _room->Event, line.Written.Length);
        }
    }

    private static void AppendLog(ref ReportLine lines, LastCalls* calls)
    {
        Ending ending = Evidence.Ending;
        const int SentenceLength = 96;
        byte* buffer = stackalloc byte[SentenceLength];
        ReportLine sentence = new(new Span<byte>(buffer, SentenceLength));
        sentence.Append("Shutting down VM after intercepting signal "u8);
        sentence.AppendDecimal((int)ending.Signal);
        sentence.Append(", code "u8);
        sentence.AppendDecimal(ending.Code);
        sentence.Append("."u8);
        LineTemplate.FillLog(ref lines, ValuesOf(calls, sentence.Written));
        if (ending.Kind == EndingKind.Violation)
        {
            sentence = new ReportLine(new Span<byte>(buffer, SentenceLength));
            sentence.Append("Shutting down VM after intercepting a bad syscall ("u8);
            sentence.AppendDecimal(ending.Syscall);
            sentence.Append(")."u8);
            LineTemplate.FillLog(ref lines, ValuesOf(calls, sentence.Written));
        }
        LineTemplate.FillLog(ref lines, ValuesOf(calls, Evidence.Text));
    }

    private static LineValues ValuesOf(LastCalls* calls, ReadOnlySpan<byte> message) => new()
    {
        Seconds = (long)calls->Now.tv_sec,
        Nanoseconds = (long)calls->Now.tv_nsec,
        Thread = ThreadTable.NameOf(_room->StackPointer, out _),
        Ending = Evidence.Ending,
        Message = message,
    };

    private struct Room
    {
        internal byte* Line;
        internal ulong StackPointer;
        internal fixed byte Log[LogLength];
        internal fixed byte Event[EventLength];
    }
}
