using System.Text;
using Kiln.Linux.Signals;
using Kiln.Vmm.Confinement;
using Kiln.Vmm.Foundation;
using Xunit;

namespace Kiln.Vmm.Tests.Confinement;

/// <summary>The first handler stores evidence, which is taken only once.</summary>
[Collection(LastWordsMemory.Collection)]
public sealed class EvidenceTests
{
    private static readonly Ending _ending = new(EndingKind.Violation, ExitCode.BadSyscall, Signal.SIGSYS, 1, 163);

    public EvidenceTests() => Evidence.Create();

    [Fact]
    public void TheFirstIsKeptWholeAndTakenOnce()
    {
        Assert.False(Evidence.TryTake());
        Assert.True(Evidence.TryWrite(_ending, "the first"u8));
        Assert.False(Evidence.TryWrite(_ending with { Syscall = 1 }, "the second"u8));
        Assert.False(Evidence.TryTake());
        Evidence.Advance(EvidenceState.Left);

        Assert.True(Evidence.TryTake());
        Assert.Equal(("the first", _ending), (Encoding.ASCII.GetString(Evidence.Text), Evidence.Ending));
        Assert.False(Evidence.TryTake());
    }

    [Fact]
    public void WhatIsOverdueIsNotTaken()
    {
        Assert.True(Evidence.TryWrite(_ending, "late"u8));
        Evidence.Advance(EvidenceState.Left);

        Evidence.Expire();

        Assert.False(Evidence.TryTake());
    }

    [Fact]
    public void ALongTextIsCut()
    {
        Assert.True(Evidence.TryWrite(_ending, new byte[Evidence.MaximumText + 1]));

        Assert.Equal(Evidence.MaximumText, Evidence.Text.Length);
    }
}
