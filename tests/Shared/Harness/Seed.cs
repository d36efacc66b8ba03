using System.Globalization;

namespace Kiln.Testing.Harness;

/// <summary>Where a test's randomness starts: fresh in each run, printed, and taken from KILN_SEED to repeat one.</summary>
internal static class Seed
{
    internal static int Next() => Environment.GetEnvironmentVariable("KILN_SEED") is { Length: > 0 } text
        ? int.Parse(text, CultureInfo.InvariantCulture)
        : Random.Shared.Next();
}
