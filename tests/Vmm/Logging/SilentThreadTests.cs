using System.Threading;
using Kiln.Vmm.Confinement;
using Kiln.Vmm.Logging;
using Kiln.Vmm.Tests.Machine;
using Xunit;

namespace Kiln.Vmm.Tests.Logging;

/// <summary>A vCPU's thread does not log: here it throws, in the monitor the line is counted as missed.</summary>
[Collection(NamedThreads.Collection)]
public sealed class SilentThreadTests
{
    [Fact]
    public void ALineOfAVcpusThreadIsFound() => Assert.IsType<MisplacedLine>(FailureOn("vcpu 0"));

    [Fact]
    public void OtherThreadsLog() => Assert.Null(FailureOn("api"));

    private static Exception? FailureOn(string name)
    {
        Exception? failure = null;
        Thread thread = new(() =>
        {
            ThreadTable.Enter(name);
            failure = Record.Exception(() => Log.Error(Module.Machine, $"a line of {name}"));
            ThreadTable.Leave();
        });
        thread.Start();
        thread.Join();
        return failure;
    }
}
