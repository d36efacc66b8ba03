using System.Linq;
using Kiln.Seccomp.Syscalls;

namespace Kiln.Fuzz.Mutation;

/// <summary>The vocabulary of the profile language, and other YAML.</summary>
internal static class ProfileLanguage
{
    /// <summary>A word for reasons that no seed has.</summary>
    internal const string PlantedWord = "quiesce";

    internal static readonly string[] Keys =
    [
        "profile", "default", "include", "common", "rules", "syscall", "args", "action", "reason", "allow", "untested",
        "index", "op", "value", "mask", "width",
    ];

    internal static readonly string[] Operations = ["eq", "ne", "lt", "le", "gt", "ge", "masked_eq", "in", "not_in", "flags_subset_of"];

    internal static readonly string[] Actions =
    [
        "allow", "log", "trace", "trap", "kill_thread", "kill_process",
        "errno(ENOSYS)", "errno(1)", "errno(4095)", "errno(4096)", "errno(0)", "errno()", "errno(",
    ];

    internal static readonly string[] Profiles = ["base", "launch", "setup", "runtime", "vmm", "api", "vcpu", "none"];

    internal static readonly string[] Calls = [.. SyscallTable.Numbers.Select(number => SyscallTable.NameOf(number)!)];

    internal static readonly string[] Constants = [.. NamedConstants.All.Select(constant => constant.Name)];

    internal static readonly string[] Warnings = [.. Enumerable.Range(301, 15).Select(number => $"KP{number}")];

    internal static readonly string[] Words = ["what", "needs", "it", PlantedWord, "kernel", "memory", "thread", "for"];

    /// <summary>YAML outside the language: most of it must be rejected, with a proper error.</summary>
    internal static readonly string[] Yaml =
    [
        "[", "]", "{", "}", ", ", ": ", "- ", "? ", "|", "|+2\n", ">-\n", "&a ", "*a", "!t ", "!!int ",
        "!<tag:x,2000:y> ", "!%41%ff ", "%YAML 1.2\n---\n",
        "%YAML 99999999999.1\n---\n", "%TAG ! tag:x,2000:\n---\n", "---\n", "...\n", "# c\n",
        "\"", "'", "''", "\"\\x41\"", "\"\\uD800\"", "\"\\U0010FFFF\"",
        "\"\\U00110000\"", "\"\\N\\_\\L\\P\"", "\"\\\n \"", "~", "null", "<<: ", "@", "`", "\t", "\r", "\r\n", "\0",
        "\u0085", "\u2028", "\u202E", "\uFEFF",
        "\u00E9", "\U0001F600", "[[[[[[[[[[[[[[[[[[",
        "{a: {a: {a: {a: {a: {a: {a: {a: {a: ", "- - - - - - - - - - - - - - - - - - x\n", "? ? ? x\n",
    ];

    private static readonly string[][] _kinds = [Keys, Operations, Actions, Profiles, Calls, Constants, Warnings, Words];

    /// <summary>Another word of the same kind; any word of the language when the kind is unknown.</summary>
    /// <param name="random">The source of randomness.</param>
    internal static string Like(string word, Random random)
    {
        string[] kind = _kinds.FirstOrDefault(kind => kind.Contains(word)) ?? _kinds[random.Next(_kinds.Length)];
        return word.Length > 0 && word.All(char.IsAsciiDigit) ? Number(random) : Any(random, kind);
    }

    /// <summary>Any word of the language or of YAML.</summary>
    /// <param name="random">The source of randomness.</param>
    internal static string Token(Random random) => random.Next(10) switch
    {
        0 => Any(random, Keys) + ": ",
        1 => Any(random, Keys),
        2 => Any(random, Operations),
        3 => Any(random, Actions),
        4 => Any(random, Calls),
        5 => Any(random, Constants),
        6 => Any(random, Profiles),
        7 => Any(random, Warnings),
        8 => Any(random, Words),
        _ => Any(random, Yaml),
    };

    /// <summary>A number as text: decimal or hexadecimal, sometimes in an invalid form.</summary>
    /// <param name="random">The source of randomness.</param>
    internal static string Number(Random random)
    {
        ulong value = BoundaryNumbers.Next(random);
        return random.Next(16) switch
        {
            0 => $"-{value}",
            1 => $"0{value}",
            2 => $"{value}0",
            3 => $"0x{value:x}0",
            4 => $"{value}|{Any(random, Constants)}",
            < 10 => $"0x{value:x}",
            _ => $"{value}",
        };
    }

    /// <param name="random">The source of randomness.</param>
    internal static string Any(Random random, string[] words) => words[random.Next(words.Length)];
}
