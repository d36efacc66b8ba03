using System.Text;
using CsCheck;
using Kiln.Linux.Signals;
using Kiln.Vmm.Confinement;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Logging;
using Kiln.Vmm.Process.Lifecycle;
using Kiln.Vmm.Tests.Logging;
using Xunit;

namespace Kiln.Vmm.Tests.Confinement;

/// <summary>Lines written by a signal handler look exactly like those of the log and the events.</summary>
[Collection(LastWordsMemory.Collection)]
public sealed class LineTemplateTests
{
    private const string Message = "thread \"vcpu 0\" (7) made a system call; see \\ there";

    // The clock of ScratchLog.
    private const long Time = FixedClock.Start;

    [Theory]
    [InlineData(false, false, false)]
    [InlineData(false, true, true)]
    [InlineData(true, false, false)]
    [InlineData(true, true, true)]
    public void ALineOfTheLogIsTheLogsOwn(bool json, bool level, bool origin)
    {
        ILineFormat format = json ? JsonLine.Format : TextLine.Format;
        using ScratchLog log = new(format);
        LoggerConfiguration configuration = new(log.Path, LogLevel.Error, level, origin);
        log.Logger.Configure(configuration);
        LogTemplate.Tell(
            (LogSettings.Initial with { Id = "web-1", Format = format }).With(configuration), LineTemplate.KeepLog, "vmm/A.cs", 7);

        log.Error(Module.Main, $"{Message}");

        Assert.Equal(log.Text, Fill(LineTemplate.FillLog, EndingKind.Violation, Message));
    }

    [Fact]
    public void ALogThatIsOffHasNone()
    {
        LogTemplate.Tell(LogSettings.Initial with { Level = LogLevel.Off }, LineTemplate.KeepLog);

        Assert.Equal("", Fill(LineTemplate.FillLog, EndingKind.Violation, Message));
    }

    [Theory]
    [InlineData(0, "stopped")]
    [InlineData(2, "panicked")]
    public void AnEventIsTheEventsOwn(int kind, string name)
    {
        LineTemplate.KeepEvent(LifecycleEventLine.TemplateOf("web-1"));

        foreach (string reason in (string[])[Message, new string('x', 512), new string('x', 513)])
        {
            byte[] own = LifecycleEventLine.Of(new LifecycleEvent(name, ExitCode.BadSyscall, reason), "web-1", Time, 0);
            Assert.Equal(Encoding.ASCII.GetString(own), Fill(LineTemplate.FillEvent, (EndingKind)kind, reason));
        }
    }

    [Fact]
    public void EveryTimeIsThatOfTheCalendar() => Gen.Long[0, 4_102_444_800].Sample(seconds =>
    {
        Span<byte> room = stackalloc byte[64];
        ReportLine line = new(room);
        WallTimeText.Append(ref line, seconds, 12_345, 9);
        return Encoding.ASCII.GetString(line.Written) == $"{DateTime.UnixEpoch.AddSeconds(seconds):yyyy-MM-ddTHH:mm:ss}.000012345";
    });

    [Fact]
    public void FillingTakesNoMemory()
    {
        LineTemplate.KeepEvent(LifecycleEventLine.TemplateOf("web-1"));
        byte[] room = new byte[4096];
        FillEvent(room);
        long before = GC.GetAllocatedBytesForCurrentThread();
        FillEvent(room);

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private delegate void Filler(ref ReportLine line, scoped in LineValues values);

    private static string Fill(Filler filler, EndingKind kind, string message)
    {
        ReportLine line = new(new byte[4096]);
        filler(ref line, ValuesOf(kind, Encoding.ASCII.GetBytes(message)));
        return Encoding.ASCII.GetString(line.Written);
    }

    private static void FillEvent(Span<byte> room)
    {
        ReportLine line = new(room);
        LineTemplate.FillEvent(ref line, ValuesOf(EndingKind.Violation, "x"u8));
    }

    private static LineValues ValuesOf(EndingKind kind, ReadOnlySpan<byte> message) => new()
    {
        Seconds = Time / 1_000_000_000,
        Nanoseconds = Time % 1_000_000_000,
        Thread = "vcpu 0"u8,
        Ending = new Ending(kind, ExitCode.BadSyscall, Signal.SIGSYS, 1, 163),
        Message = message,
    };
}
