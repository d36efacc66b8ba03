using System.Globalization;

namespace Kiln.Testing.Harness;

/// <summary>The seed of a test's randomness: new in each run, printed, and taken from KILN_SEED to repeat a run.</summary>
internal static class Seed
{
    internal static int Next() => Environment.GetEnvironmentVariable("KILN_SEED") is { Length: > 0 } text
        ? int.Parse(text, CultureInfo.InvariantCulture)
        : Random.Shared.Next();

    /// <summary>The seed of one of many runs: the same in every process, which a hash code is not.</summary>
    internal static int Of(int seed, int run) => unchecked(seed + (run * 0x3779_97B1));
}
