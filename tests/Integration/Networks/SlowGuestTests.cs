using System.Globalization;
using System.Linq;
using System.Threading;
using Kiln.Integration.Tests.Harness;
using Kiln.Testing.Harness;
using Xunit;

namespace Kiln.Integration.Tests.Networks;

/// <summary>A guest that takes nothing for a while: what the tap's queue takes comes afterwards, in order, and meanwhile the monitor rests.</summary>
[Collection(BusyCollection.Name)]
public sealed class SlowGuestTests(ITestOutputHelper output)
{
    // More than a tap's queue and the guest's ring hold.
    private const int Frames = 3000;
    private const int FrameLength = 200;

    // A monitor that polled would be woken this often in a millisecond.
    private const int MostWakeUps = 20;

    private static readonly TimeSpan _settling = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan _rest = TimeSpan.FromMilliseconds(500);

    [Theory]
    [InlineData("hold=on size=8")]
    [InlineData("hold=on size=8 merge=off events=off")]
    [InlineData("hold=on size=256 events=off")]
    public void WhatWaitedComesInOrderAndNobodyPolls(string words)
    {
        Requires.RootAndKvm();
        Requires.Taps();
        PrivateNetwork.Run(() =>
        {
            using NetGuest guest = new(words);
            using RunningProgram program = guest.Jail.Start();
            program.WaitForOutput("net: holds");
            int[] taken = [.. Enumerable.Range(0, Frames).Where(number => guest.Tap.Send(EchoFrames.MakeNumbered(number, FrameLength)))];
            Assert.InRange(taken.Length, 300, Frames - 1);
            ProcessView monitor = new(program.Id);
            int thread = monitor.Threads.Single(id => monitor.NameOf(id) == "vmm");
            Thread.Sleep(_settling);
            long before = WakeUps(monitor, thread);
            Thread.Sleep(_rest);
            long woken = WakeUps(monitor, thread) - before;

            program.Type("x");
            int[] echoed = [.. taken.Select(_ => EchoFrames.Receive(guest.Tap, TimeSpan.FromSeconds(20))).Select(frame => frame is null ? -1 : EchoFrames.NumberOf(frame))];
            EchoFrames.TellTheEnd(guest.Tap);
            ProgramResult result = program.WaitForEnd();

            output.WriteLine($"{taken.Length} frames taken by the tap, {woken} wake-ups in {_rest.TotalMilliseconds} ms");
            Assert.Equal(taken, echoed);
            Assert.InRange(woken, 0, MostWakeUps);
            Assert.Equal((0, ""), (result.Status, result.Error));
        });
    }

    // Both kinds: a thread that spins is only ever interrupted.
    private static long WakeUps(ProcessView monitor, int thread) =>
        long.Parse(monitor.StatusOf(thread, "voluntary_ctxt_switches"), CultureInfo.InvariantCulture)
        + long.Parse(monitor.StatusOf(thread, "nonvoluntary_ctxt_switches"), CultureInfo.InvariantCulture);
}
