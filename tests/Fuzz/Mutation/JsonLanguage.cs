using System.Globalization;

namespace Kiln.Fuzz.Mutation;

/// <summary>Fragments of JSON, valid and almost valid.</summary>
internal static class JsonLanguage
{
    /// <summary>A string token that no seed has.</summary>
    internal const string Planted = "\"qu\\u0069esce\"";

    private static readonly string[] _names =
    [
        "vcpu_count", "mem_size_mib", "smt", "cpu_template", "mtu", "amount", "pages", "limiter", "names", "properties", "label", "leaves", "leaf",
        "mac", "macs", "drive_id", "is_root_device", "path_on_host", "rate_limiter", "bandwidth", "ops", "size", "one_time_burst", "refill_time", "other", "", "a\\u0062c", "\\ud83d\\ude00", "\u00c3\u00a9",
    ];

    private static readonly string[] _words =
    [
        "null", "true", "false", "\"\"", "\"x\"", "\"None\"", "\"2M\"", "\"T2\"", "\"Sync\"", "\"a\"", "\"06:00:c0:a8:00:02\"", Planted, "[]", "{}", "\"\\n\\\"\\\\\\/\"",
        "\"\\u0000\\u001f\\u2028\"", "\"\\ud83d\\ude00\"", "\"\u00c3\u00a9\"", "1.5", "-0", "0.0", "1e5", "1E-7", "-1.25e+300",
    ];

    private static readonly string[] _broken =
    [
        "nul", "nulll", "True", "01", "-", "+1", "1.", ".5", "1e", "1e+", "0x10", "NaN", "1e400", "-1e999", "1e99999999999", "0e99999999999",
        "123456789012345678901234567890", "18446744073709551616.", "\"", "\"\\", "\"\\u12", "\"\\x\"", "\"\\ud800\"", "\"\\ud800\\u0041\"", "\"\\udc00\"",
        "\"\t\"", "\"\0\"", "\"\u00ff\"", "\"\u00c3\"", "'x'", "//", "/**/", "\u00ef\u00bb\u00bf", ",", ":", "{", "}", "[", "]", ",]", ",}", "\u000b", "\u007f",
    ];

    /// <param name="random">The source of randomness.</param>
    internal static string Name(Random random) => $"\"{_names[random.Next(_names.Length)]}\"";

    /// <summary>A value of a single token.</summary>
    /// <param name="random">The source of randomness.</param>
    internal static string Value(Random random) => random.Next(3) switch
    {
        0 => BoundaryNumbers.Next(random).ToString(CultureInfo.InvariantCulture),
        1 when random.Next(4) == 0 => $"-{BoundaryNumbers.Next(random)}",
        _ => _words[random.Next(_words.Length)],
    };

    /// <summary>A fragment that may make a text invalid.</summary>
    /// <param name="random">The source of randomness.</param>
    internal static string Broken(Random random) => _broken[random.Next(_broken.Length)];
}
