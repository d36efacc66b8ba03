using System.Linq;
using Kiln.Vmm.Foundation.Text;
using Kiln.Vmm.Logging;
using Xunit;

namespace Kiln.Vmm.Tests.Logging;

/// <summary>Logging a line allocates nothing, whether or not its level is enabled.</summary>
public sealed class LogAllocationTests
{
    private readonly LogLimit _limit = new();

    [Fact]
    public void ALineThatIsWantedAllocatesNothing()
    {
        using ScratchLog log = new ScratchLog().WithFile(LogLevel.Trace);
        log.Logger.Configure(new LoggerConfiguration(ShowLevel: true, ShowLogOrigin: true));
        string text = "a text with \n in it";

        Assert.Equal(0, Allocation.Of(() => log.Info(
            Module.Machine, $"{text} {1ul} {0xae80u:x8} {1.5} {-3,6} {new DebugText("quoted \n"u8)}")));
        Assert.NotEmpty(log.Lines);
    }

    [Fact]
    public void ALineOfJsonAllocatesNothing()
    {
        using ScratchLog log = new ScratchLog(JsonLine.Format).WithFile();

        Assert.Equal(0, Allocation.Of(() => log.Info(Module.Machine, $"the guest wrote {1ul} to {2ul:x}")));
    }

    [Fact]
    public void ALineThatIsNotWantedAllocatesNothing()
    {
        using ScratchLog log = new ScratchLog().WithFile();

        Assert.Equal(0, Allocation.Of(() => log.Debug(Module.Machine, $"the guest wrote {1ul} to {2ul:x} {new string('x', 10)}")));
        Assert.Empty(log.Lines);
    }

    [Fact]
    public void ALineThatIsKeptBackAllocatesNothing()
    {
        using ScratchLog log = new ScratchLog().WithFile();

        Assert.Equal(0, Allocation.Of(() => log.Info(Module.Machine, _limit, $"the guest wrote {1ul}")));
        Assert.Equal(LogLimit.Burst, log.Lines.Length);
    }

    [Fact]
    public void ALineThatTheTargetDoesNotTakeAllocatesNothing()
    {
        using ScratchLog log = new();
        log.Logger.Configure(new LoggerConfiguration("/dev/full"));

        Assert.Equal(0, Allocation.Of(() => log.Info(Module.Machine, $"the guest wrote {1ul}")));
    }

    [Fact]
    public void BuffersAreGivenBack()
    {
        int[] numbers = [.. Enumerable.Range(0, 32).Select(_ => LogBuffers.Rent())];
        Assert.Distinct(numbers);
        Assert.DoesNotContain(-1, numbers);
        Array.ForEach(numbers, LogBuffers.Return);

        // Far more often than there are buffers.
        for (int count = 0; count < 1000; count++)
        {
            int number = LogBuffers.Rent();
            Assert.InRange(number, 0, 63);
            LogBuffers.Return(number);
        }
    }
}
