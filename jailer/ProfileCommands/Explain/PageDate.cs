using System.Globalization;
using Kiln.Jailer.Foundation;

namespace Kiln.ProfileCommands.Explain;

/// <summary>The moment at which a page was made.</summary>
internal static class PageDate
{
    /// <summary>The variable by which a build that shall be repeatable says what time it is, in seconds since 1970.</summary>
    internal const string Variable = "SOURCE_DATE_EPOCH";

    private const string Largest = "253402300799";

    /// <summary>What the variable has; null when it is not set. Static binaries look up no variable by its name, for the runtime's sake; the list is there.</summary>
    internal static string? Given => Environment.GetEnvironmentVariables()[Variable] as string;

    /// <summary>The moment in UTC, as text.</summary>
    /// <param name="now">The moment, unless the variable says another.</param>
    /// <param name="given">What the variable has; null when it is not set.</param>
    /// <exception cref="JailerFailure">The variable has something else.</exception>
    internal static string Of(DateTimeOffset now, string? given) =>
        (given is null ? now : Parse(given)).UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);

    // The last second of the year 9999 is the last that there is text for.
    private static DateTimeOffset Parse(string given) =>
        given.Length <= Largest.Length
        && long.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out long seconds)
        && seconds <= long.Parse(Largest, CultureInfo.InvariantCulture)
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : throw new JailerFailure($"{Variable} is '{given}'; unset it, or set it to seconds since 1970: 0 to {Largest}");
}
