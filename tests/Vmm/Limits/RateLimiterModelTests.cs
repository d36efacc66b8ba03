using System.Numerics;
using Kiln.Linux.Descriptors;
using Kiln.Testing.Harness;
using Kiln.Vmm.Events;
using Kiln.Vmm.Limits;
using Xunit;

namespace Kiln.Vmm.Tests.Limits;

/// <summary>A limiter behaves like a model in exact arithmetic, whatever the requests and numbers.</summary>
public sealed class RateLimiterModelTests(ITestOutputHelper output)
{
    private const int Rounds = 2_000;
    private const int Steps = 100;

    // The most that the timer is set to.
    private static readonly BigInteger _longestPause = BigInteger.Pow(2, 62);

    [Fact]
    public void SmallNumbersAgree() =>
        Compare(random => (ulong)random.Next(1, 1000), random => (ulong)random.NextInt64(1L << random.Next(1, 32)));

    [Fact]
    public void NumbersOfAllLengthsAgree() => Compare(AnyNumber, random => AnyNumber(random) / Steps);

    private static ulong AnyNumber(Random random)
    {
        ulong number = (ulong)random.NextInt64(long.MinValue, long.MaxValue) >> random.Next(64);
        return random.Next(8) == 0 ? ulong.MaxValue - (number >> 32) : number;
    }

    private void Compare(Func<Random, ulong> number, Func<Random, ulong> step)
    {
        int seed = Seed.Next();
        output.WriteLine($"seed {seed}");
        Random random = new(seed);
        int[] outcomes = new int[3];
        using EventLoop loop = new();
        for (int round = 0; round < Rounds; round++)
        {
            ulong now = 0;
            RateLimiterConfiguration first = Change(random, number);
            using RateLimiter limiter = new(first, new WatchGroup(loop), () => now, () => { });
            LimiterModel model = new();
            model.Update(first, 0);
            for (int count = 0; count < Steps; count++)
            {
                now += step(random);
                bool? passes = Act(random, number, limiter, model, now);
                Assert.Equal(BigInteger.Min(model.Paused, _longestPause), limiter.PausedNanoseconds);
                outcomes[passes is not true ? 0 : limiter.IsBlocked ? 1 : 2]++;
                if (limiter.IsBlocked && random.Next(3) > 0)
                {
                    // The timer is the kernel's and goes by another clock; here it expires when chance has it.
                    limiter.OnReady(EpollEvents.EPOLLIN);
                    model.Expire();
                }
            }
        }
        output.WriteLine($"{outcomes[0]} refused or not asked, {outcomes[1]} borrowed, {outcomes[2]} taken");
        Assert.All(outcomes, outcome => Assert.True(outcome > Rounds, "an outcome is hardly tried"));
    }

    private static bool? Act(Random random, Func<Random, ulong> number, RateLimiter limiter, LimiterModel model, ulong now)
    {
        TokenKind kind = (TokenKind)random.Next(2);
        ulong count = random.Next(4) == 0 ? (ulong)random.Next(3) : number(random);
        switch (random.Next(8))
        {
            case 0:
                limiter.Refund(kind, count);
                model.Refund(kind, count);
                return null;
            case 1 when random.Next(4) == 0:
                RateLimiterConfiguration change = Change(random, number);
                limiter.Update(change);
                model.Update(change, now);
                return null;
            case < 5:
                bool requested = limiter.TryTakeRequest(count);
                Assert.Equal(model.TakeRequest(count, now), requested);
                return requested;
            default:
                bool taken = limiter.TryTake(kind, count);
                Assert.Equal(model.Take(kind, count, now), taken);
                return taken;
        }
    }

    private static RateLimiterConfiguration Change(Random random, Func<Random, ulong> number) =>
        new(Measures(random, number), Measures(random, number));

    private static TokenBucketSize? Measures(Random random, Func<Random, ulong> number) => random.Next(8) switch
    {
        0 => null,
        1 => new TokenBucketSize(number(random), number(random), 0),
        2 => new TokenBucketSize(0, number(random), number(random)),
        3 => new TokenBucketSize(number(random), 0, (ulong)random.Next(1, 200)),
        _ => new TokenBucketSize(number(random), number(random) >> random.Next(64), number(random)),
    };
}
