using System.Threading;
using Kiln.Vmm.Logging;
using Xunit;

namespace Kiln.Vmm.Tests.Logging;

/// <summary>A vCPU's thread does not log: here it throws, in the monitor the line is counted as missed.</summary>
[Collection(LogLevelCollection.Name)]
public sealed class SilentThreadTests
{
    [Fact]
    public void ALineOfASilentThreadIsFound() => Assert.IsType<MisplacedLine>(FailureAfter(Logger.SilenceThread));

    [Fact]
    public void OtherThreadsLog() => Assert.Null(FailureAfter(() => { }));

    private static Exception? FailureAfter(Action begin)
    {
        Exception? failure = null;
        Thread thread = new(() =>
        {
            begin();
            failure = Record.Exception(() => Log.Error(Module.Machine, $"a line"));
        });
        thread.Start();
        thread.Join();
        return failure;
    }
}
