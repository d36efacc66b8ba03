using System.Globalization;
using Kiln.CommandLine;
using Kiln.Jailer.Foundation;

namespace Kiln.ProfileCommands.Explain;

/// <summary>The moment at which a page was made.</summary>
internal static class PageDate
{
    private const string Largest = "253402300799";

    /// <summary>The option by which a page can be made again byte for byte; no program of Kiln reads an environment variable.</summary>
    internal static OptionModel Option { get; } = new("--made", "SECONDS", "the moment that the page bears, since 1970: $SOURCE_DATE_EPOCH of a build that shall be repeatable");

    /// <summary>The moment in UTC, as text.</summary>
    /// <param name="now">The moment, unless another is given.</param>
    /// <param name="given">The value of <see cref="Option"/>; null without it.</param>
    /// <exception cref="JailerFailure">The value is no such number.</exception>
    internal static string Of(DateTimeOffset now, string? given) =>
        (given is null ? now : Parse(given)).UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);

    // The last second of the year 9999 is the last that there is text for.
    private static DateTimeOffset Parse(string given) =>
        given.Length <= Largest.Length
        && long.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out long seconds)
        && seconds <= long.Parse(Largest, CultureInfo.InvariantCulture)
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : throw new JailerFailure($"{Option.Name} takes seconds since 1970, 0 to {Largest}, and not '{given}'");
}
