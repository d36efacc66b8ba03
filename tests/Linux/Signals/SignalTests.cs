using Kiln.Linux.Processes;
using Kiln.Linux.Signals;
using Xunit;

namespace Kiln.Linux.Tests.Signals;

/// <summary>Signal sets, including the monitor's.</summary>
public sealed class SignalTests
{
    [Fact]
    public void ASetHasABitForEachSignal()
    {
        SignalSet set = SignalSet.Of(Signal.SIGHUP, Signal.SIGTERM);

        Assert.Equal(0x4001UL, set.Bits);
        Assert.True(set.Contains(Signal.SIGTERM));
        Assert.False(set.Without(Signal.SIGTERM).Contains(Signal.SIGTERM));
        Assert.Equal(1UL << 63, new SignalSet().With((Signal)64).Bits);
    }

    [Fact]
    public void TheKickIsTheSecondRealTimeSignal() => Assert.Equal((int)VmmSignals.Kick, Tmds.Linux.LibC.SIGRTMIN + 1);

    [Fact]
    public void AThreadNameOfFifteenBytesIsKeptWhole()
    {
        string name = "";
        System.Threading.Thread thread = new(() =>
        {
            ProcessControl.NameThread("fifteen bytes!!");
            name = System.IO.File.ReadAllText($"/proc/self/task/{CurrentThread.Id}/comm").TrimEnd('\n');
        });
        thread.Start();
        thread.Join();

        Assert.Equal(ProcessControl.MaximumThreadName, name.Length);
        Assert.Equal("fifteen bytes!!", name);
    }
}
