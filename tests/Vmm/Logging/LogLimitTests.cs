using System.Linq;
using System.Threading;
using Kiln.Testing.Harness;
using Kiln.Vmm.Logging;
using Xunit;

namespace Kiln.Vmm.Tests.Logging;

/// <summary>Ten lines at once, then one each half second, and afterwards how many there would have been.</summary>
public sealed class LogLimitTests(ITestOutputHelper output)
{
    private const ulong Start = 1_000_000_000_000;

    [Fact]
    public void ABurstComesThroughAndThenOneEachHalfSecond()
    {
        LogLimit limit = new();

        Assert.Equal(10, Enumerable.Range(0, 100).Count(_ => limit.TryPass(Start, out long _)));
        Assert.False(limit.TryPass(Start + LogLimit.Interval - 1, out _));
        Assert.True(limit.TryPass(Start + LogLimit.Interval, out long suppressed));
        Assert.Equal(91, suppressed);
        Assert.False(limit.TryPass(Start + LogLimit.Interval, out _));
        Assert.True(limit.TryPass(Start + (2 * LogLimit.Interval), out suppressed));
        Assert.Equal(1, suppressed);
    }

    [Fact]
    public void AfterAPauseThereIsOneBurstAgainAndNoMore()
    {
        LogLimit limit = new();
        Assert.Equal(10, Enumerable.Range(0, 100).Count(_ => limit.TryPass(Start, out long _)));

        Assert.Equal(10, Enumerable.Range(0, 100).Count(_ => limit.TryPass(Start * 100, out long _)));
    }

    // The model counts in nanoseconds of tokens; ten thousand decisions at times and in floods of any length.
    [Fact]
    public void ALimitDoesWhatAModelSays()
    {
        int seed = Seed.Next();
        output.WriteLine($"seed {seed}");
        Random random = new(seed);
        int passed = 0;
        for (int round = 0; round < 200; round++)
        {
            LogLimit limit = new();
            Model model = new();
            ulong now = Start + (ulong)random.NextInt64(1L << 40);
            for (int step = 0; step < 50; step++)
            {
                now += (ulong)random.NextInt64(1L << random.Next(1, 33));
                for (int repeat = random.Next(1, 15); repeat > 0; repeat--)
                {
                    bool expected = model.TryPass(now, out long lost);
                    Assert.Equal((expected, lost), (limit.TryPass(now, out long suppressed), suppressed));
                    passed += expected ? 1 : 0;
                }
            }
        }
        output.WriteLine($"{passed} passed");
        Assert.InRange(passed, 4_000, 60_000);
    }

    [Fact]
    public void ThreadsTogetherGetNoMoreThanOne()
    {
        LogLimit limit = new();
        int passed = 0;
        long told = 0;
        Thread[] threads = [.. Enumerable.Range(0, 8).Select(_ => new Thread(() =>
        {
            for (ulong step = 0; step < 10_000; step++)
            {
                // A second of time in all.
                if (limit.TryPass(Start + (step * 100_000), out long suppressed))
                {
                    Interlocked.Increment(ref passed);
                    Interlocked.Add(ref told, suppressed);
                }
            }
        }))];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        Assert.True(limit.TryPass(Start * 2, out long last));

        Assert.Equal(11, passed);
        Assert.Equal(80_000, passed + told + last);
    }

    [Fact]
    public void HowManyWereSuppressedIsTold()
    {
        using ScratchLog log = new ScratchLog().WithFile();
        log.Logger.Configure(new LoggerConfiguration(ShowLevel: true));
        LogLimit limit = new();
        for (int count = 0; count < 25; count++)
        {
            log.Info(Module.Block, limit, $"line {count}");
        }
        log.Clock.Monotonic += LogLimit.Interval;
        log.Info(Module.Block, limit, $"the last");

        Assert.Equal(
            [.. Enumerable.Range(0, 10).Select(count => $"[web-1:vcpu 0:INFO] line {count}"),
                "[web-1:vcpu 0:WARN] 15 messages were suppressed due to rate limiting", "[web-1:vcpu 0:INFO] the last"],
            log.Lines.Select(line => line[30..]));
        Assert.Equal(15, log.Metrics.RateLimited.Value);
    }

    [Fact]
    public void OnePlacesFloodTakesNothingFromAnother()
    {
        using ScratchLog log = new ScratchLog().WithFile();
        LogLimit first = new();
        LogLimit second = new();
        for (int count = 0; count < 25; count++)
        {
            log.Info(Module.Block, first, $"first");
            log.Info(Module.Block, $"unlimited");
        }
        log.Info(Module.Block, second, $"second");

        Assert.Equal((10, 25, 1), (Count("first"), Count("unlimited"), Count("second")));

        int Count(string end) => log.Lines.Count(line => line.EndsWith(end, StringComparison.Ordinal));
    }

    [Fact]
    public void WhatTheLevelKeepsBackTakesNothingFromTheLimit()
    {
        using ScratchLog log = new ScratchLog().WithFile(LogLevel.Error);
        LogLimit limit = new();
        for (int count = 0; count < 25; count++)
        {
            log.Info(Module.Block, limit, $"not wanted");
        }
        log.Logger.Configure(new LoggerConfiguration());
        log.Info(Module.Block, limit, $"wanted");

        Assert.EndsWith("] wanted", Assert.Single(log.Lines), StringComparison.Ordinal);
        Assert.Equal(0, log.Metrics.RateLimited.Value);
    }

    private sealed class Model
    {
        private const ulong Full = LogLimit.Burst * LogLimit.Interval;

        private ulong _content = Full;
        private ulong _time = Start;
        private long _lost;

        internal bool TryPass(ulong now, out long lost)
        {
            _content = Math.Min(Full, _content + (now - _time));
            _time = now;
            lost = 0;
            if (_content < LogLimit.Interval)
            {
                _lost++;
                return false;
            }
            _content -= LogLimit.Interval;
            (lost, _lost) = (_lost, 0);
            return true;
        }
    }
}
