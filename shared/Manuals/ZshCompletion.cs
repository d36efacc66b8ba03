using System.Linq;
using System.Text;
using Kiln.CommandLine;

namespace Kiln.Manuals;

/// <summary>Zsh completion, in the syntax of _arguments, which is given only the words of the command that it is about.</summary>
internal static class ZshCompletion
{
    internal static string Of(ProgramModel program)
    {
        StringBuilder script = new();
        script.Append($"#compdef {program.Name}\n# zsh completion for {program.Name}; made from the program's own command model.\n");
        script.Append($"_{program.Name}_monitors() {{\n    local -a monitors words_of\n    local file\n");
        script.Append("    for file in /proc/[0-9]*/cmdline(N); do\n");
        script.Append("        words_of=(${(f)\"$(tr '\\0' '\\n' 2>/dev/null < $file)\"})\n");
        script.Append("        [[ $words_of[2] == --id ]] && monitors+=(\"${${file#/proc/}%/cmdline}:$words_of[3]\")\n    done\n");
        script.Append("    _describe monitor monitors\n}\n");
        script.Append($"_{program.Name}() {{\n    local command={program.Name} word curcontext=$curcontext\n    integer index=2\n");
        script.Append("    while (( index < CURRENT )); do\n        word=$words[index]\n        case \"$command $word\" in\n");
        foreach ((string step, string name) in program.Steps)
        {
            script.Append($"            '{step}') command='{name}'; words=('{name}' \"${{(@)words[index+1,-1]}}\"); (( CURRENT -= index - 1, index = 1 )) ;;\n");
        }
        foreach ((string name, CommandModel command) in program.Lines.Where(line => line.Model.Options.Any(option => !option.IsFlag)))
        {
            string[] patterns = [.. command.Options.Where(option => !option.IsFlag).Select(option => $"'{name} {option.Name}'")];
            script.Append($"            {string.Join('|', patterns)}) (( index++ )) ;;\n");
        }
        script.Append("        esac\n        (( index++ ))\n    done\n    case \"$command\" in\n");
        foreach (string stem in program.Stems.Skip(1))
        {
            script.Append($"        '{stem}') _arguments '--help[print this and exit]' '1:command:({string.Join(' ', program.WordsBehind(stem))})' ;;\n");
        }
        foreach ((string name, CommandModel command) in program.Lines)
        {
            script.Append($"        '{name}')\n            _arguments");
            foreach (OptionModel option in command.AllOptions)
            {
                script.Append($" \\\n                '{(option.IsRepeatable ? "*" : "")}{option.Name}[{Escape(option.Description)}]{Value(option)}'");
            }
            string words = string.Join(' ', program.WordsBehind(name));
            if (words.Length > 0)
            {
                script.Append($" \\\n                '1:command:({words})'");
            }
            for (int index = 0; index < command.Operands.Count; index++)
            {
                string position = index == command.Operands.Count - 1 && command.MostOperands > command.Operands.Count ? "*" : $"{index + 1}";
                script.Append($" \\\n                '{position}:{command.Operands[index].Name}:{Action(program, command.Operands[index].Name)}'");
            }
            script.Append("\n            ;;\n");
        }
        return script.Append($"    esac\n}}\n_{program.Name} \"$@\"\n").ToString();

        string Value(OptionModel option) => option.IsFlag ? "" : $":{option.ValueName!.Replace(":", "\\:")}:{Action(program, option.ValueName!)}";
    }

    private static string Action(ProgramModel program, string value) => Values.KindOf(value) switch
    {
        ValueKind.Directory => "_files -/",
        ValueKind.File => "_files",
        ValueKind.Choice => $"({string.Join(' ', Values.ChoicesOf(value))})",
        ValueKind.Process => $"_{program.Name}_monitors",
        ValueKind.User => "_users",
        ValueKind.Group => "_groups",
        _ => " ",
    };

    private static string Escape(string text) => text.Replace("'", "'\\''").Replace("[", "\\[").Replace("]", "\\]").Replace(":", "\\:");
}
