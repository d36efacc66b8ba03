using System.Collections.Concurrent;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Kiln.Integration.Tests.Harness;
using Kiln.Testing.Harness;
using Xunit;

namespace Kiln.Integration.Tests.Soak;

/// <summary>
/// Random monitor lives, two at a time. KILN_SOAK_SECONDS sets the duration; KILN_SEED repeats a life. Every end must be explained, or the test
/// fails with the story of that life.
/// </summary>
[Collection(BusyCollection.Name)]
public sealed class SoakTests(ITestOutputHelper output)
{
    private const int AtOnce = 2;

    // An hour's run shows more than the first, and no endless list.
    private const int MostUnexplained = 5;

    // Some ten lives: every run of the suite meets others.
    private const int DefaultSeconds = 15;

    private readonly ConcurrentDictionary<string, int> _ends = new();
    private readonly ConcurrentQueue<string> _unexplained = new();

    [Fact]
    public async Task EveryEndIsExplained()
    {
        Requires.RootAndKvm();
        int seconds = int.Parse(Environment.GetEnvironmentVariable("KILN_SOAK_SECONDS") ?? $"{DefaultSeconds}", CultureInfo.InvariantCulture);
        int seed = Seed.Next();
        output.WriteLine($"KILN_SEED={seed}, {seconds} s{(SlowFileSystem.IsPossible ? "" : ", no slow disk: this host throttles no device")}");
        long end = Environment.TickCount64 + (seconds * 1000L);

        Task[] lanes = [.. Enumerable.Range(0, AtOnce).Select(lane => Task.Factory.StartNew(
            () => Run(unchecked(seed + lane), end), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default))];
        await Task.WhenAll(lanes);

        foreach ((string how, int times) in _ends.OrderByDescending(pair => pair.Value))
        {
            output.WriteLine($"{times} times: {how}");
        }
        Assert.True(_unexplained.IsEmpty, string.Join("\n\n", _unexplained));
        Assert.NotEmpty(_ends);
    }

    // Lives of the lanes have seeds of their own.
    private void Run(int seed, long end)
    {
        for (; Environment.TickCount64 < end && _unexplained.Count < MostUnexplained; seed = unchecked(seed + AtOnce))
        {
            LifePlan plan = LifePlan.Roll(seed);
            try
            {
                using Life life = new(plan);
                _ = _ends.AddOrUpdate($"{plan.Place}: {life.Live()}", 1, (_, times) => times + 1);
            }
            catch (Exception failure) when (failure is InvalidOperationException or TimeoutException)
            {
                _unexplained.Enqueue($"{plan}: {failure.Message}");
            }
        }
    }
}
