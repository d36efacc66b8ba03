using System.Text;

namespace Kiln.Fuzz.Mutation;

/// <summary>Writes rules of the maximum length, in each of the ways in which the language can be long.</summary>
/// <param name="random">The source of randomness.</param>
internal sealed class LongText(Random random)
{
    // From 4096 characters to just below the maximum.
    private const int FewestBits = 12;
    private const int MostBits = 17;

    private readonly RuleText _rules = new(random);

    /// <summary>Items of <c>rules</c>.</summary>
    internal string Rules()
    {
        int length = random.Next(1 << random.Next(FewestBits, MostBits), 1 << MostBits);
        return random.Next(6) switch
        {
            0 => Many(length, count => $"  - {{syscall: read, args: [{{index: 0, op: eq, value: {count}}}], reason: long}}\n"),
            1 => Many(length, _ => _rules.Rule()),
            2 => $"  - reason: long\n    syscall: [{Many(length, _ => "read, ")}]\n",
            3 => Long(Many(length, count => $"{{index: {count % 6}, op: ne, value: {count}}}, ")),
            4 => Long($"{{index: 0, op: not_in, value: [{Evens(length)}]}}"),
            _ => Long($"{{index: 0, op: not_in, value: [{Evens(length / 2)}]}}, {{index: 0, op: in, value: [{Evens(length / 2)}1]}}"),
        };
    }

    private static string Long(string conditions) => $"  - reason: long\n    syscall: read\n    args: [{conditions}]\n";

    // With gaps between them: adjacent numbers would merge into a range.
    private static string Evens(int length) => Many(length, count => $"{count * 2}, ");

    private static string Many(int length, Func<int, string> item)
    {
        StringBuilder text = new();
        for (int count = 1; text.Length < length; count++)
        {
            text.Append(item(count));
        }
        return text.ToString();
    }
}
