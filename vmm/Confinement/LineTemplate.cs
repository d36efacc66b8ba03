using System.Runtime.InteropServices;
using System.Threading;

namespace Kiln.Vmm.Confinement;

/// <summary>
/// A log line or life-cycle event with placeholders for what is known only when it is written. A signal handler finds it outside the managed heap
/// and fills it without a call. It is replaced when a client changes the format of lines.
/// </summary>
internal unsafe struct LineTemplate
{
    /// <summary>The longest template in bytes: the header of a log line has at most 511, an event without its reason 250.</summary>
    internal const int MaximumLength = 640;

    /// <summary>The longest reason in a life-cycle event, in characters.</summary>
    internal const int MaximumReason = 512;

    private static LineTemplate* _log;
    private static LineTemplate* _event;

    private int _current;
    private fixed int _length[2];
    private fixed byte _text[2 * MaximumLength];

    /// <summary>Allocates both templates, empty; once, before the first handler is installed.</summary>
    internal static void Create()
    {
        _log = (LineTemplate*)NativeMemory.AllocZeroed(2, (nuint)sizeof(LineTemplate));
        _event = _log + 1;
    }

    /// <summary>Sets the template of log lines.</summary>
    /// <param name="template">Text with placeholders; empty for no line. A template that is too long counts as empty.</param>
    internal static void KeepLog(ReadOnlySpan<byte> template) => Keep(_log, template);

    /// <summary>Sets the template of the last event.</summary>
    internal static void KeepEvent(ReadOnlySpan<byte> template) => Keep(_event, template);

    /// <summary>Appends a log line; nothing if the template is empty. Safe in a signal handler.</summary>
    /// <param name="values">Values of the placeholders.</param>
    internal static void FillLog(ref ReportLine line, scoped in LineValues values) => Fill(_log, ref line, values);

    /// <summary>Appends an event; nothing if the template is empty. Safe in a signal handler.</summary>
    /// <param name="values">Values of the placeholders.</param>
    internal static void FillEvent(ref ReportLine line, scoped in LineValues values) => Fill(_event, ref line, values);

    // Written to the inactive half: a handler finds the old template or the new one, never a mixture.
    private static void Keep(LineTemplate* kept, ReadOnlySpan<byte> template)
    {
        if (kept is null)
        {
            return;
        }
        int next = 1 - kept->_current;
        ReadOnlySpan<byte> fitting = template.Length > MaximumLength ? default : template;
        fitting.CopyTo(new Span<byte>(&kept->_text[next * MaximumLength], MaximumLength));
        kept->_length[next] = fitting.Length;
        Volatile.Write(ref kept->_current, next);
    }

    private static void Fill(LineTemplate* kept, ref ReportLine line, scoped in LineValues values)
    {
        if (kept is null)
        {
            return;
        }
        int current = Volatile.Read(ref kept->_current);
        for (int index = 0; index < kept->_length[current]; index++)
        {
            byte character = kept->_text[(current * MaximumLength) + index];
            switch ((LineHole)character)
            {
                case LineHole.Time:
                    WallTimeText.Append(ref line, values.Seconds, values.Nanoseconds, 9);
                    break;
                case LineHole.ShortTime:
                    WallTimeText.Append(ref line, values.Seconds, values.Nanoseconds / 100, 7);
                    break;
                case LineHole.Thread:
                    line.Append(values.Thread.IsEmpty ? "?"u8 : values.Thread);
                    break;
                case LineHole.Message:
                    line.Append(values.Message);
                    break;
                case LineHole.QuotedMessage:
                    line.AppendQuoted(values.Message);
                    break;
                case LineHole.QuotedReason:
                    line.AppendQuoted(values.Message[..Math.Min(values.Message.Length, MaximumReason)]);
                    line.Append(values.Message.Length > MaximumReason ? "..."u8 : default);
                    break;
                case LineHole.Status:
                    line.AppendDecimal((int)values.Ending.Status);
                    break;
                case LineHole.Event:
                    line.Append(values.Ending.Kind == EndingKind.Abort ? "panicked"u8 : "stopped"u8);
                    break;
                default:
                    line.Append(character);
                    break;
            }
        }
    }
}
