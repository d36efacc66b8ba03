using Kiln.Integration.Tests.Harness;
using Kiln.Testing.Harness;
using Xunit;

namespace Kiln.Integration.Tests.Networks;

/// <summary>
/// The bounds of a frame. A tap takes frames of any length, so the device's own bound is what a guest meets; what a tap gives ends where the kernel's
/// MTU of a tap ends, below that bound.
/// </summary>
[Collection(BusyCollection.Name)]
public sealed class LongestFrameTests
{
    // The longest MTU that the kernel lets a tap have; the longest frame with it, and with the tag of a VLAN.
    private const int MostMtu = 65521;
    private const int MostPlain = MostMtu + 14;
    private const int MostTagged = MostPlain + 4;

    // The contract's: 65,562 with the header.
    private const int MostSent = 65550;

    [Theory]
    [InlineData("")]
    [InlineData("long=on")]
    [InlineData("size=4 chain=20000")]
    [InlineData("long=on merge=off chain=65562 parts=16")]
    public void TheLongestComesAndTheKernelHasNoLonger(string words) => With(words, (guest, _) =>
    {
        Random random = new(1);
        EchoFrames.Exchange(guest.Tap, EchoFrames.Make(random, MostPlain));
        Assert.True(guest.Tap.Send(EchoFrames.MakeTagged(random, MostTagged)));
        // The kernel takes the tag out, before a socket sees the frame.
        Assert.Equal(MostPlain, EchoFrames.Receive(guest.Tap, TimeSpan.FromSeconds(20))?.Length);

        Assert.False(guest.Tap.Send(EchoFrames.Make(random, MostPlain + 1)));
        Assert.False(guest.Tap.Send(EchoFrames.MakeTagged(random, MostTagged + 1)));
        Assert.False(guest.Tap.SendLong(EchoFrames.MakeSegment(random, MostPlain + 1), 1448));
    });

    [Theory]
    [InlineData("")]
    [InlineData("indirect=off events=off")]
    [InlineData("size=1 chain=4096")]
    public void TheLongestGoesOutAndOneByteMoreIsCounted(string words)
    {
        long malformed = 0;
        long failed = 0;
        With(words, (guest, end) =>
        {
            EchoFrames.AskFor(guest.Tap, MostSent);
            Assert.Equal(MostSent, EchoFrames.ReceiveAsked(guest.Tap));
            EchoFrames.AskFor(guest.Tap, MostSent + 1);
            EchoFrames.AskFor(guest.Tap, 100);
            Assert.Equal(100, EchoFrames.ReceiveAsked(guest.Tap));
            end();
            (malformed, failed) = (guest.CountOf("tx_malformed_frames"), guest.CountOf("tap_write_fails"));
        });

        Assert.Equal((1, 0), (malformed, failed));
    }

    private static void With(string words, Action<NetGuest, Action> use)
    {
        Requires.RootAndKvm();
        Requires.Taps();
        PrivateNetwork.Run(() =>
        {
            using NetGuest guest = new(words, MostMtu);
            using RunningProgram program = guest.Jail.Start();
            program.WaitForOutput("net: ready");
            bool hasEnded = false;
            void End()
            {
                EchoFrames.TellTheEnd(guest.Tap);
                ProgramResult result = program.WaitForEnd();
                Assert.Equal((0, ""), (result.Status, result.Error));
                hasEnded = true;
            }

            use(guest, End);

            if (!hasEnded)
            {
                End();
            }
        });
    }
}
