namespace Kiln.CommandLine;

/// <summary>Reads the words one after the other: for programs whose start counts, since the library costs them a quarter of their pages.</summary>
public sealed class OptionLoop : StrictParser
{
    public static OptionLoop Instance { get; } = new();

    private protected override GivenWords Read(CommandModel model, string[] words)
    {
        GivenWords given = new();
        for (int index = 0; index < words.Length; index++)
        {
            if (Find(model, words[index]) is not { } option)
            {
                given.AddOperand(words[index]);
                continue;
            }
            GivenOption found = given.Give(option);
            found.Times++;
            // A name of an option is never a value: the value was forgotten.
            if (!option.IsFlag && index + 1 < words.Length && Find(model, words[index + 1]) is null)
            {
                found.Add(words[++index]);
            }
        }
        return given;
    }

    private static OptionModel? Find(CommandModel model, string name)
    {
        foreach (OptionModel option in model.Options)
        {
            if (option.Name == name)
            {
                return option;
            }
        }
        return null;
    }
}
