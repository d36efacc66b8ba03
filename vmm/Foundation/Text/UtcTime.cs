using Kiln.Linux.Abi;

namespace Kiln.Vmm.Foundation.Text;

/// <summary>Writes times, in UTC. The runtime's formatting of dates depends on cultures and knows time zones: much code, and many types at every start.</summary>
internal static class UtcTime
{
    private const int LongestFraction = 9;

    /// <summary>Writes a time, without the letter of its zone: <c>2026-11-25T03:33:38.123456789</c>.</summary>
    /// <param name="nanoseconds">The time since the Unix epoch.</param>
    /// <param name="fraction">The number of digits behind the point, 1 to 9.</param>
    internal static void Append(ref Utf8Writer line, long nanoseconds, int fraction)
    {
        DateTime time = DateTime.UnixEpoch.AddTicks(nanoseconds / TimeSpan.NanosecondsPerTick);
        line.AppendDigits((ulong)time.Year, 4);
        line.Append((byte)'-');
        line.AppendDigits((ulong)time.Month, 2);
        line.Append((byte)'-');
        line.AppendDigits((ulong)time.Day, 2);
        line.Append((byte)'T');
        line.AppendDigits((ulong)time.Hour, 2);
        line.Append((byte)':');
        line.AppendDigits((ulong)time.Minute, 2);
        line.Append((byte)':');
        line.AppendDigits((ulong)time.Second, 2);
        line.Append((byte)'.');
        ulong rest = (ulong)(nanoseconds % NanosecondsPer.Second);
        for (int digit = fraction; digit < LongestFraction; digit++)
        {
            rest /= 10;
        }
        line.AppendDigits(rest, fraction);
    }
}
