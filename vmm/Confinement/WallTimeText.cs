namespace Kiln.Vmm.Confinement;

/// <summary>Writes a time as the log and the events have it: <c>2026-11-25T03:33:38.123456789</c>. By arithmetic alone: a signal handler does it.</summary>
internal static class WallTimeText
{
    private const long SecondsPerDay = 86_400;

    /// <summary>Appends a time.</summary>
    /// <param name="line">The line.</param>
    /// <param name="seconds">Seconds since 1970 in UTC, not negative.</param>
    /// <param name="fraction">The rest of the second.</param>
    /// <param name="digits">In how many digits.</param>
    internal static void Append(ref ReportLine line, long seconds, long fraction, int digits)
    {
        AppendDate(ref line, seconds / SecondsPerDay);
        long rest = seconds % SecondsPerDay;
        line.Append((byte)'T');
        line.AppendDigits(rest / 3600, 2);
        line.Append((byte)':');
        line.AppendDigits(rest / 60 % 60, 2);
        line.Append((byte)':');
        line.AppendDigits(rest % 60, 2);
        line.Append((byte)'.');
        line.AppendDigits(fraction, digits);
    }

    // A year that begins in March has its leap day last: the months before it have 30.6 days each, rounded.
    private static void AppendDate(ref ReportLine line, long days)
    {
        const long DaysFromMarchOfYearZero = 719_468;
        const long DaysPerEra = 146_097;
        long ofEra = (days + DaysFromMarchOfYearZero) % DaysPerEra;
        long yearOfEra = (ofEra - (ofEra / 1460) + (ofEra / 36_524) - (ofEra / 146_096)) / 365;
        long ofYear = ofEra - ((365 * yearOfEra) + (yearOfEra / 4) - (yearOfEra / 100));
        long fromMarch = ((5 * ofYear) + 2) / 153;
        long month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9;
        long year = yearOfEra + ((days + DaysFromMarchOfYearZero) / DaysPerEra * 400) + (month <= 2 ? 1 : 0);
        line.AppendDigits(year, 4);
        line.Append((byte)'-');
        line.AppendDigits(month, 2);
        line.Append((byte)'-');
        line.AppendDigits(ofYear - (((153 * fromMarch) + 2) / 5) + 1, 2);
    }
}
