using System.Collections.Immutable;
using Kiln.Integration.Tests.Harness;
using Mono.Unix.Native;

namespace Kiln.Integration.Tests.Soak;

/// <summary>What one monitor meets in its life: all of it comes from the seed.</summary>
/// <param name="Seed">What chance started from.</param>
/// <param name="Place">What its jail lies on.</param>
/// <param name="IsLimited">Whether a rate limiter slows its drive.</param>
/// <param name="Guest">Its guest in tests/guests.</param>
/// <param name="Words">The guest's command line.</param>
/// <param name="Milliseconds">Duration of the disturbance.</param>
/// <param name="End">The signal that ends it, if its guest has not.</param>
internal sealed record LifePlan(
    int Seed, Place Place, string Engine, bool IsLimited, string Guest, string Words, int Processors, int Milliseconds, Signum End)
{
    private const int LongestMilliseconds = 5_000;

    private static readonly ImmutableArray<(string Guest, string Words)> _guests =
    [
        ("spin", ""),
        ("flood", ""),
        ("echo", ""),
        ("exits", ""),
        ("print", "word=soak"),
        ("hostile", ""),
        ("triple-fault", ""),
        ("disk", "mode=bench operation=write order=random depth=32 milliseconds=60000"),
        ("disk", "mode=bench operation=read order=random depth=32 milliseconds=60000"),
        ("disk", "mode=bench operation=write order=sequential depth=8 block=1048576 milliseconds=60000"),
        ("disk", "mode=bench operation=write order=random depth=16 milliseconds=200 then=leave"),
        ("disk", "mode=verify mib=16 block=65536 depth=16 buffers=4 seed=7"),
        ("disk", "mode=reset times=1000"),
        ("disk", "mode=huge requests=3 buffers=254 bytes=16777216 operation=write"),
        ("disk", "mode=huge requests=3 buffers=254 bytes=16777216 operation=read"),
        ("disk", "mode=latency operation=read samples=2000 interrupts=on"),
    ];

    private static readonly ImmutableArray<Signum> _ends =
        [Signum.SIGTERM, Signum.SIGTERM, Signum.SIGINT, Signum.SIGQUIT, Signum.SIGHUP, Signum.SIGKILL, Signum.SIGABRT];

    /// <summary>The status that a process ends with by the signal, as a shell sees it.</summary>
    internal int Status => End == Signum.SIGHUP ? 156 : 128 + (int)End;

    /// <param name="seed">What chance starts from.</param>
    internal static LifePlan Roll(int seed)
    {
        Random chance = new(seed);
        (string guest, string words) = _guests[chance.Next(_guests.Length)];
        Place place = (Place)chance.Next(SlowFileSystem.IsPossible ? 3 : 2);
        return new LifePlan(
            seed, place, chance.Next(2) == 0 ? "Sync" : "Async", chance.Next(4) == 0, guest, words, chance.Next(1, 4), chance.Next(LongestMilliseconds),
            _ends[chance.Next(_ends.Length)]);
    }
}
