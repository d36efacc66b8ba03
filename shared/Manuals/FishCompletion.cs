using System.Linq;
using System.Text;
using Kiln.CommandLine;

namespace Kiln.Manuals;

/// <summary>Fish completion: a function that tells which command is typed and which of its words is next, and one line for each thing to offer.</summary>
internal static class FishCompletion
{
    internal static string Of(ProgramModel program)
    {
        StringBuilder script = new();
        script.Append($"# fish completion for {program.Name}; made from the program's own command model.\n");
        AppendFunctions(script, program);
        script.Append($"complete -c {program.Name} -f\n");
        foreach (string stem in program.Stems)
        {
            script.Append($"{Line(program, stem, 0)} -a '{string.Join(' ', program.WordsBehind(stem))}'\n");
        }
        foreach ((string name, CommandModel command) in program.Lines)
        {
            foreach (OptionModel option in command.AllOptions)
            {
                // Behind the mark fish offers words only.
                script.Append(name == ProgramModel.Mark
                    ? $"{Line(program, name)} -a '{option.Name}' -d '{Escape(option.Description)}'\n"
                    : $"complete -c {program.Name} -n '__{program.Name}_in \"{name}\"' -l {option.Name.TrimStart('-')}{Value(program, option)} -d '{Escape(option.Description)}'\n");
                if (name == ProgramModel.Mark && !option.IsFlag)
                {
                    script.Append($"complete -c {program.Name} -n '__{program.Name}_wants \"{option.Name}\"'{Offer(program, option.ValueName!)}\n");
                }
            }
            for (int index = 0; index < command.Operands.Count; index++)
            {
                script.Append($"{Line(program, name, index)}{Offer(program, command.Operands[index].Name)}\n");
            }
        }
        return script.ToString();
    }

    // The command, the number of its operands, and the option whose value is next, separated by bars.
    private static void AppendFunctions(StringBuilder script, ProgramModel program)
    {
        script.Append($"function __{program.Name}_state\n    set -l command {program.Name}\n    set -l operand 0\n    set -l option\n");
        script.Append("    for word in (commandline -opc)[2..]\n        if test -n \"$option\"\n            set option\n            continue\n        end\n");
        script.Append("        switch \"$command $word\"\n");
        foreach ((string words, string name) in program.Steps)
        {
            script.Append($"            case '{words}'\n                set command '{name}'\n                set operand 0\n");
        }
        foreach ((string name, CommandModel command) in program.Lines.Where(line => line.Model.Options.Any(option => !option.IsFlag)))
        {
            string options = string.Join(' ', command.Options.Where(option => !option.IsFlag).Select(option => $"'{name} {option.Name}'"));
            script.Append($"            case {options}\n                set option $word\n");
        }
        script.Append("            case '* -*'\n            case '*'\n                set operand (math $operand + 1)\n        end\n    end\n");
        script.Append("    echo \"$command|$operand|$option\"\nend\n");
        script.Append($"function __{program.Name}_at\n    string match -q -- \"$argv[1]|$argv[2]|\" (__{program.Name}_state)\nend\n");
        script.Append($"function __{program.Name}_in\n    string match -q -- \"$argv[1]|*\" (__{program.Name}_state)\nend\n");
        script.Append($"function __{program.Name}_wants\n    string match -q -- \"--|*|$argv[1]\" (__{program.Name}_state)\nend\n");
        // Fish has no patterns of digits; self and thread-self name this process.
        script.Append($"function __{program.Name}_monitors\n    for number in (string match -r '^[0-9]+$' -- (string split / -- /proc/*))\n");
        script.Append("        set -l line (tr '\\0' '\\n' < /proc/$number/cmdline 2>/dev/null)\n");
        script.Append("        test \"$line[2]\" = --id; and printf '%s\\t%s\\n' $number $line[3]\n    end\nend\n");
    }

    private static string Line(ProgramModel program, string command, int operand) => $"complete -c {program.Name} -n '__{program.Name}_at \"{command}\" {operand}'";

    private static string Line(ProgramModel program, string command) => $"complete -c {program.Name} -n '__{program.Name}_at \"{command}\" \"*\"'";

    // -F is for whatever else may follow, which -x forbids.
    private static string Value(ProgramModel program, OptionModel option) => option.IsFlag ? ""
        : Values.KindOf(option.ValueName!) == ValueKind.File ? " -r -F"
        : $" -x{Offer(program, option.ValueName!)}";

    private static string Offer(ProgramModel program, string value) => Values.KindOf(value) switch
    {
        ValueKind.Choice => $" -a '{string.Join(' ', Values.ChoicesOf(value))}'",
        ValueKind.Directory => " -a '(__fish_complete_directories)'",
        ValueKind.File => " -F",
        ValueKind.Process => $" -a '(__{program.Name}_monitors)'",
        ValueKind.User => " -a '(__fish_complete_users)'",
        ValueKind.Group => " -a '(__fish_complete_groups)'",
        _ => "",
    };

    private static string Escape(string text) => text.Replace("\\", "\\\\").Replace("'", "\\'");
}
