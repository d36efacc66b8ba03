using System.Linq;
using System.Text;
using Kiln.CommandLine;

namespace Kiln.Manuals;

/// <summary>Fish completion: one line per option, with the command words that it belongs to.</summary>
internal static class FishCompletion
{
    internal static string Of(ProgramModel program)
    {
        StringBuilder script = new();
        script.Append($"# fish completion for {program.Name}; made from the program's own command model.\n");
        string[] first = [.. program.WordsBehind(program.Name)];
        script.Append($"complete -c {program.Name} -f\n");
        script.Append($"complete -c {program.Name} -n 'not __fish_seen_subcommand_from {string.Join(' ', first)}' -a '{string.Join(' ', first)}'\n");
        foreach (string stem in program.Stems.Skip(1))
        {
            string words = string.Join(' ', program.WordsBehind(stem));
            script.Append($"complete -c {program.Name} -n '__fish_seen_subcommand_from {stem.Split(' ')[^1]}; and not __fish_seen_subcommand_from {words}' -a '{words}'\n");
        }
        foreach (CommandModel command in program.All)
        {
            string condition = command == program.Own
                ? $"not __fish_seen_subcommand_from {string.Join(' ', first)}"
                : $"__fish_seen_subcommand_from {command.Program.Split(' ')[^1]}";
            foreach (OptionModel option in command.AllOptions)
            {
                script.Append($"complete -c {program.Name} -n '{condition}' -l {option.Name.TrimStart('-')}{Value(option)} -d '{Escape(option.Description)}'\n");
            }
            if (command.Operands.Count > 0)
            {
                script.Append($"complete -c {program.Name} -n '{condition}' -F\n");
            }
        }
        return script.ToString();
    }

    private static string Value(OptionModel option) => option.IsFlag ? "" : Values.KindOf(option.ValueName!) switch
    {
        ValueKind.Choice => $" -x -a '{string.Join(' ', Values.ChoicesOf(option))}'",
        ValueKind.Directory => " -x -a '(__fish_complete_directories)'",
        ValueKind.File => " -r -F",
        _ => " -x",
    };

    private static string Escape(string text) => text.Replace("\\", "\\\\").Replace("'", "\\'");
}
