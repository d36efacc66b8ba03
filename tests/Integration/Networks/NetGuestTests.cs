using System.Threading;
using Kiln.Integration.Tests.Harness;
using Kiln.Testing.Harness;
using Xunit;

namespace Kiln.Integration.Tests.Networks;

/// <summary>Frames between the host and a guest, jailed and under all filters: every byte of every length comes there and back.</summary>
[Collection(BusyCollection.Name)]
public sealed class NetGuestTests(ITestOutputHelper output)
{
    // The longest that the kernel lets a tap have.
    private const int MostMtu = 65521;

    // Long for a thread that wakes by itself, and short for a test.
    private static readonly TimeSpan _rest = TimeSpan.FromSeconds(1.5);

    [Theory]
    [InlineData("", 1500)]
    [InlineData("events=off", 1500)]
    [InlineData("indirect=off parts=3 size=64", 1500)]
    [InlineData("indirect=off events=off", 1500)]
    [InlineData("size=1", 1500)]
    [InlineData("size=2 events=off", 1500)]
    [InlineData("size=4 chain=700", 1500)]
    [InlineData("merge=off chain=1526", 1500)]
    [InlineData("merge=off chain=1526 parts=2 size=8", 1500)]
    [InlineData("long=on", MostMtu)]
    [InlineData("long=on chain=1526", MostMtu)]
    [InlineData("long=on size=32 chain=4096 parts=4", MostMtu)]
    [InlineData("long=on merge=off chain=65562 parts=16", MostMtu)]
    [InlineData("long=on size=1 chain=70000", MostMtu)]
    [InlineData("chain=300", MostMtu)]
    public void EveryFrameComesBackAsItWas(string words, int mtu)
    {
        Requires.RootAndKvm();
        Requires.Taps();
        int seed = Seed.Next();
        output.WriteLine($"seed {seed}");
        PrivateNetwork.Run(() =>
        {
            Random random = new(seed);
            using NetGuest guest = new(words, mtu);
            using RunningProgram program = guest.Jail.Start();
            program.WaitForOutput("net: ready");
            int count = 0;
            foreach (int length in (int[])[14, 15, 59, 60, 61, 1513, 1514, 4095, 4096, 9014, 32768, 65534, 65535])
            {
                if (length <= mtu + 14)
                {
                    EchoFrames.Exchange(guest.Tap, EchoFrames.Make(random, length));
                    count++;
                }
            }
            for (int round = 0; round < 200; round++, count++)
            {
                EchoFrames.Exchange(guest.Tap, EchoFrames.Make(random, random.Next(14, mtu + 15)));
            }

            EchoFrames.TellTheEnd(guest.Tap);
            ProgramResult result = program.WaitForEnd();

            Assert.Equal((0, ""), (result.Status, result.Error));
            Assert.Contains($"net: {count} frames", result.Output, StringComparison.Ordinal);
        });
    }

    // The kernel gives a segment to the tap as it is only if the driver's offloads are set there.
    [Theory]
    [InlineData("long=on", true)]
    [InlineData("long=on chain=1526", true)]
    [InlineData("long=on merge=off chain=65562 parts=16", true)]
    [InlineData("", false)]
    public void ASegmentLongerThanTheMtuComesWholeIfTheGuestTakesIt(string words, bool isTaken)
    {
        Requires.RootAndKvm();
        Requires.Taps();
        PrivateNetwork.Run(() =>
        {
            Random random = new(1);
            using NetGuest guest = new(words);
            using RunningProgram program = guest.Jail.Start();
            program.WaitForOutput("net: ready");
            // The longest that the kernel does not cut for any interface (gso_max_size).
            foreach (int length in (int[])[2000, 9000, 32768, 65535])
            {
                byte[] segment = EchoFrames.MakeSegment(random, length);

                Assert.Equal(isTaken, guest.Tap.SendLong(segment, 1448));

                if (isTaken)
                {
                    EchoFrames.AssertEchoed(guest.Tap, segment);
                }
            }

            EchoFrames.TellTheEnd(guest.Tap);

            Assert.Equal(0, program.WaitForEnd().Status);
        });
    }

    [Fact]
    public void TheTapLeavesToEachDriverWhatItTakes()
    {
        Requires.RootAndKvm();
        Requires.Taps();
        PrivateNetwork.Run(() =>
        {
            foreach ((string words, bool isTaken) in (ReadOnlySpan<(string, bool)>)[("", false), ("long=on", true), ("", false)])
            {
                using NetGuest guest = new(words);
                using RunningProgram program = guest.Jail.Start();
                program.WaitForOutput("net: ready");

                Assert.Equal((isTaken, isTaken), TapOffloads.Of(NetGuest.TapName));

                EchoFrames.TellTheEnd(guest.Tap);
                Assert.Equal(0, program.WaitForEnd().Status);
            }
        });
    }

    // Its guest polls, and frames of the host come to a driver that asks for no interrupt.
    [Fact]
    public void NoThreadWakesForAnInterfaceWithoutFrames()
    {
        Requires.RootAndKvm();
        Requires.Taps();
        PrivateNetwork.Run(() =>
        {
            using NetGuest guest = new("");
            using RunningProgram program = guest.Jail.Start();
            program.WaitForOutput("net: ready");
            EchoFrames.Exchange(guest.Tap, EchoFrames.Make(new Random(1), 60));
            ProcessView process = new(program.Id);
            Thread.Sleep(_rest);
            string before = process.Sleeps;

            Thread.Sleep(_rest);
            Assert.Equal(before, process.Sleeps);

            // The control.
            EchoFrames.Exchange(guest.Tap, EchoFrames.Make(new Random(1), 60));
            Assert.NotEqual(before, process.Sleeps);
            EchoFrames.TellTheEnd(guest.Tap);
            Assert.Equal(0, program.WaitForEnd().Status);
        });
    }

    // A frame that the device has received when it is reset goes with the driver's buffers.
    [Fact]
    public void AGuestThatResetsItsDeviceGoesOn()
    {
        Requires.RootAndKvm();
        Requires.Taps();
        PrivateNetwork.Run(() =>
        {
            Random random = new(1);
            using NetGuest guest = new("times=20 frames=5");
            using RunningProgram program = guest.Jail.Start();
            program.WaitForOutput("net: ready");
            for (int count = 0; count < 120; count++)
            {
                Assert.True(EchoFrames.TryExchange(guest.Tap, EchoFrames.Make(random, 100 + count)), $"no echo of frame {count}");
            }

            EchoFrames.TellTheEnd(guest.Tap);

            Assert.Equal(0, program.WaitForEnd().Status);
        });
    }
}
