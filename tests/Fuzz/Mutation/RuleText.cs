using System.Linq;

namespace Kiln.Fuzz.Mutation;

/// <summary>Generates mostly valid rules: a text with any fault rarely reaches the reviews.</summary>
/// <param name="random">The source of randomness.</param>
internal sealed class RuleText(Random random)
{
    // Calls that the shipped profiles also have, so that rules interact.
    private static readonly string[] _frequent =
        ["read", "write", "ioctl", "mmap", "openat", "tgkill", "futex", "clone", "socket", "prctl"];

    /// <summary>A rule, as an item of <c>rules</c>.</summary>
    internal string Rule()
    {
        string text = $"  - syscall: {Calls()}\n";
        if (random.Next(3) != 0)
        {
            text += $"    args: [{string.Join(", ", Several(4).Select(_ => Condition()))}]\n";
        }
        if (random.Next(3) == 0)
        {
            text += $"    action: {ProfileLanguage.Any(random, ProfileLanguage.Actions)}\n";
        }
        if (random.Next(3) == 0)
        {
            text += $"    allow: [{string.Join(", ", Several(2).Select(_ => ProfileLanguage.Any(random, ProfileLanguage.Warnings)))}]\n";
        }
        return text + $"    reason: {string.Join(' ', Several(4).Select(_ => ProfileLanguage.Any(random, ProfileLanguage.Words)))}\n";
    }

    /// <summary>A condition, as an item of <c>args</c>.</summary>
    internal string Condition()
    {
        string operation = ProfileLanguage.Any(random, ProfileLanguage.Operations);
        string width = random.Next(2) == 0 ? ", width: 32" : "";
        string mask = operation == "masked_eq" ? $", mask: {Value()}" : "";
        string value = operation is "in" or "not_in" ? $"[{string.Join(", ", Several(6).Select(_ => Value()))}]" : Value();
        return $"{{index: {random.Next(6)}, op: {operation}, value: {value}{mask}{width}}}";
    }

    internal string Value() => random.Next(4) switch
    {
        0 => string.Join('|', Several(3).Select(_ => ProfileLanguage.Any(random, ProfileLanguage.Constants))),
        1 => ProfileLanguage.Number(random),
        _ => $"{random.Next(64)}",
    };

    private string Calls() => random.Next(4) switch
    {
        0 => $"[{string.Join(", ", Several(4).Select(_ => ProfileLanguage.Any(random, ProfileLanguage.Calls)))}]",
        1 => ProfileLanguage.Any(random, ProfileLanguage.Calls),
        _ => ProfileLanguage.Any(random, _frequent),
    };

    private IEnumerable<int> Several(int most) => Enumerable.Range(0, random.Next(1, most + 1));
}
