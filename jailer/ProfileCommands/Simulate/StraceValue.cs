using System.Buffers;
using System.Globalization;
using System.Text.RegularExpressions;
using Kiln.ProfileCommands.Why;
using Kiln.Seccomp.Syscalls;

namespace Kiln.ProfileCommands.Simulate;

/// <summary>What strace's text for an argument tells of the register.</summary>
internal static partial class StraceValue
{
    private const string Private = "_PRIVATE";

    // Directions of linux/ioctl.h, where they stand in a request.
    private static readonly Dictionary<string, ulong> _directions = new() { ["_IOC_NONE"] = 0, ["_IOC_WRITE"] = 1ul << 30, ["_IOC_READ"] = 1ul << 31 };

    private static readonly SearchValues<char> _flagCharacters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_<-|");

    /// <param name="text">The argument without comments and decorations.</param>
    /// <param name="extent">How much of the register the kernel looks at, and strace with it.</param>
    internal static KnownBits Of(string text, ArgumentExtent extent)
    {
        ulong value = 0;
        bool isWhole = true;
        if (RequestOf(text) is { } request)
        {
            value = request;
        }
        else if (text.AsSpan().ContainsAnyExcept(_flagCharacters))
        {
            return KnownBits.None;
        }
        else
        {
            foreach (string part in text.Split('|'))
            {
                ulong? bits = BitsOf(part);
                isWhole &= bits is not null;
                value |= bits ?? 0;
            }
        }
        // Of flags with one that has no known name, the others are set all the same.
        ulong known = isWhole ? ulong.MaxValue : value;
        return MayBeExtended(value, extent) ? new KnownBits(value & uint.MaxValue, known & uint.MaxValue) : new KnownBits(value, known);
    }

    // A 32-bit number with its highest bit set may fill the register's upper half or not: programs pass it either way.
    private static bool MayBeExtended(ulong value, ArgumentExtent extent) =>
        extent != ArgumentExtent.All64 && (value & 0x80000000) != 0 && (uint)(value >> 32) is 0 or uint.MaxValue;

    private static ulong? BitsOf(string text) => text switch
    {
        "NULL" => 0,
        // Octal, as modes are.
        ['0', >= '0' and <= '7', ..] => OctalOf(text),
        _ => CallValue.NumberOf(text) ?? NamedConstants.ValueOf(text) ?? SignalOf(text) ?? FutexOf(text),
    };

    private static ulong? OctalOf(string digits)
    {
        ulong value = 0;
        foreach (char digit in digits)
        {
            if (digit is < '0' or > '7' || value >> 61 != 0)
            {
                return null;
            }
            value = (value << 3) | (uint)(digit - '0');
        }
        return value;
    }

    private static ulong? SignalOf(string text) =>
        RealTimeSignal().Match(text) is { Success: true } match ? 32 + ulong.Parse(match.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture) : null;

    // strace has one name for an operation and its flag.
    private static ulong? FutexOf(string text) => text.StartsWith("FUTEX_", StringComparison.Ordinal) && text.EndsWith(Private, StringComparison.Ordinal)
        && NamedConstants.ValueOf(text[..^Private.Length]) is { } operation
            ? operation | NamedConstants.ValueOf("FUTEX_PRIVATE_FLAG")
            : null;

    // A request without a name.
    private static ulong? RequestOf(string text)
    {
        if (Request().Match(text) is not { Success: true } match)
        {
            return null;
        }
        ulong value = 0;
        foreach (string direction in match.Groups[1].Value.Split('|'))
        {
            if (!_directions.TryGetValue(direction, out ulong bits))
            {
                return null;
            }
            value |= bits;
        }
        (ulong? type, ulong? number, ulong? size) = (CallValue.NumberOf(match.Groups[2].Value), CallValue.NumberOf(match.Groups[3].Value), CallValue.NumberOf(match.Groups[4].Value));
        return type <= 0xFF && number <= 0xFF && size <= 0x3FFF ? value | (size << 16) | (type << 8) | number : null;
    }

    [GeneratedRegex("^SIGRT_([0-9]{1,2})$")]
    private static partial Regex RealTimeSignal();

    [GeneratedRegex(@"^_IOC\(([A-Z_|]+), (\w+), (\w+), (\w+)\)$")]
    private static partial Regex Request();
}
