namespace Kiln.Vmm.Confinement;

/// <summary>Formats a time as in the log and in events: <c>2026-11-25T03:33:38.123456789</c>. Pure arithmetic, for signal handlers.</summary>
internal static class WallTimeText
{
    private const long SecondsPerDay = 86_400;

    /// <param name="seconds">Seconds since 1970, UTC; not negative.</param>
    /// <param name="fraction">The rest of the second, in units of the last digit.</param>
    /// <param name="digits">Number of digits of the fraction.</param>
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

    // In a year that begins in March the leap day comes last, and the months before it average 30.6 days.
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
