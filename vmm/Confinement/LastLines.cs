using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Kiln.Linux.Abi;
using Kiln.Linux.Signals;
using Kiln.Seccomp.Rules;
using Kiln.Vmm.Foundation;

namespace Kiln.Vmm.Confinement;

/// <summary>
/// Writes what the vmm thread has not reported in time, from a signal handler on that thread or else on the thread that left the evidence: log lines
/// and the last event, built in preallocated memory and written as far as the thread's own rules allow.
/// </summary>
internal readonly unsafe struct LastLines : ILastWords
{
    // Milliseconds more for a vmm thread that has begun to report, or is alive but delayed by garbage collections: with back-to-back collections it
    // may miss its turn for long.
    private const int MorePatience = 500;

    // Three log lines, each with a header of at most 511 bytes and a message of at most 1024, which can double in JSON.
    private const int LogLength = 8192;

    // One life-cycle event.
    private const int EventLength = 4096;

    private static Room* _room;

    /// <summary>Allocates the memory, untouched; once, before the first handler is installed.</summary>
    internal static void Create() => _room = (Room*)NativeMemory.Alloc((nuint)sizeof(Room));

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
        // The vmm thread may be allowed more writes than this one, and its handler does not wait for a collection.
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

    [NotInHeader("not the kernel's; only this process reads it")]
    private struct Room
    {
        internal fixed byte Log[LogLength];
        internal fixed byte Event[EventLength];
    }
}
