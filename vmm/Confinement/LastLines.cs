using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Kiln.Linux.Signals;
using Kiln.Seccomp.Rules;
using Kiln.Vmm.Foundation;

namespace Kiln.Vmm.Confinement;

/// <summary>
/// What the vmm thread has not told by the end of its time, said by a signal handler on that thread, or else by the one that left the evidence: lines
/// of the log and the last event, put together in memory that was made beforehand, and written as far as the thread's own rules allow.
/// </summary>
internal readonly unsafe struct LastLines : ILastWords
{
    // For a vmm thread that has begun, or that lives and waits for collections: where one follows the other it may miss its turn for long.
    private const int MorePatience = 500;

    // Three lines of a log: a header of at most 511 bytes, a message of at most 1024, in JSON twice as long.
    private const int LogLength = 8192;

    // One event.
    private const int EventLength = 4096;

    private static Room* _room;

    /// <summary>Makes the memory; once, before the first handler is installed.</summary>
    internal static void Create() => _room = (Room*)NativeMemory.AllocZeroed((nuint)sizeof(Room));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Look(LastCalls* calls)
    {
        if (calls->IsWaiting && (Evidence.IsHeard || Evidence.State >= EvidenceState.Taken))
        {
            calls->Extend(MorePatience);
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Expire(LastCalls* calls)
    {
        // That thread may write more than this one, and its handler waits for no collection.
        if (calls->IsWaiting && calls->Speaker != 0)
        {
            Evidence.Expire();
            calls->WakeAgain();
        }
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Finish(LastCalls* calls)
    {
        if (calls->Speaker == 0)
        {
            return;
        }
        EvidenceState state = Evidence.State;
        FilterProfile? profile = ThreadTable.ProfileOf(calls->Speaker);
        if (state < EvidenceState.Logged && RuleTables.AllowWrite(profile, DescriptorNumbers.Log))
        {
            ReportLine lines = new(new Span<byte>(_room->Log, LogLength));
            AppendLog(ref lines, calls);
            calls->First.Say(DescriptorNumbers.Log, _room->Log, lines.Written.Length);
        }
        if (state < EvidenceState.Told && RuleTables.AllowWrite(profile, DescriptorNumbers.Events))
        {
            ReportLine line = new(new Span<byte>(_room->Event, EventLength));
            LineTemplate.FillEvent(ref line, ValuesOf(calls, Evidence.Text));
            calls->Second.Say(DescriptorNumbers.Events, _room->Event, line.Written.Length);
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
        Thread = ThreadTable.NameOf(calls->Speaker, out _),
        Ending = Evidence.Ending,
        Message = message,
    };

    private struct Room
    {
        internal fixed byte Log[LogLength];
        internal fixed byte Event[EventLength];
    }
}
