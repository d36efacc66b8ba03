using System.Diagnostics;
using Kiln.Integration.Tests.Harness;
using Kiln.Testing.Harness;
using Xunit;

namespace Kiln.Integration.Tests.Networks;

/// <summary>
/// A limit of an interface on a real tap, with more frames than it lets through: within 10 % of burst, bucket and rate together, for as long as it was
/// measured.
/// </summary>
[Collection(BusyCollection.Name)]
public sealed class NetLimitGuestTests(ITestOutputHelper output)
{
    private const int FrameLength = 1000;
    private const int Header = 12;

    // Of frames or bytes, in a second; and once besides.
    private const int Rate = 200;
    private const int Burst = 100;
    private const double Tolerance = 0.1;

    // Frames that are under way: more than pass while the limiter pauses, 100 ms.
    private const int Crowd = 100;

    private static readonly TimeSpan _duration = TimeSpan.FromSeconds(1.5);

    [Theory]
    [InlineData("rx_rate_limiter", "ops", 1)]
    [InlineData("rx_rate_limiter", "bandwidth", FrameLength + Header)]
    [InlineData("tx_rate_limiter", "ops", 1)]
    [InlineData("tx_rate_limiter", "bandwidth", FrameLength + Header)]
    public void AsMuchPassesAsTheNumbersPromise(string limiter, string kind, int cost)
    {
        Requires.RootAndKvm();
        Requires.Taps();
        string numbers = $$"""{"size": {{Rate * cost}}, "one_time_burst": {{Burst * cost}}, "refill_time": 1000}""";
        string fields = $$""", "{{limiter}}": {"{{kind}}": """ + numbers + "}";
        PrivateNetwork.Run(() =>
        {
            using NetGuest guest = new("", fields: fields);
            using RunningProgram program = guest.Jail.Start();
            program.WaitForOutput("net: ready");
            Stopwatch watch = Stopwatch.StartNew();
            int passed = 0;
            TimeSpan last = TimeSpan.Zero;
            for (int sent = 0; watch.Elapsed < _duration;)
            {
                for (; sent - passed < Crowd; sent++)
                {
                    Assert.True(guest.Tap.Send(EchoFrames.MakeNumbered(sent, FrameLength)));
                }
                if (EchoFrames.Receive(guest.Tap, _duration - watch.Elapsed) is { } echo)
                {
                    Assert.Equal(passed, EchoFrames.NumberOf(echo));
                    (passed, last) = (passed + 1, watch.Elapsed);
                }
            }

            double promised = Burst + Rate + (Rate * last.TotalSeconds);
            output.WriteLine($"{passed} frames in {last.TotalSeconds:F3} s, {promised:F0} promised");
            Assert.InRange(passed, promised * (1 - Tolerance), promised * (1 + Tolerance));
        });
    }
}
