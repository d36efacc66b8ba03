using System.Linq;
using System.Text;
using Kiln.CommandLine;

namespace Kiln.Manuals;

/// <summary>Zsh completion, in the syntax of _arguments.</summary>
internal static class ZshCompletion
{
    internal static string Of(ProgramModel program)
    {
        StringBuilder script = new();
        script.Append($"#compdef {program.Name}\n# zsh completion for {program.Name}; made from the program's own command model.\n");
        script.Append($"_{program.Name}() {{\n    local command={program.Name} word\n");
        script.Append("    for word in \"${(@)words[2,CURRENT-1]}\"; do\n        case \"$command $word\" in\n");
        foreach (string words in program.Stems.Skip(1).Concat(program.Commands.Select(command => command.Program)))
        {
            script.Append($"            '{words}') command='{words}' ;;\n");
        }
        script.Append("        esac\n    done\n    case \"$command\" in\n");
        foreach (string stem in program.Stems.Skip(1))
        {
            script.Append($"        '{stem}') _values command {string.Join(' ', program.WordsBehind(stem))} ;;\n");
        }
        foreach (CommandModel command in program.All)
        {
            script.Append($"        '{command.Program}')\n");
            string words = string.Join(' ', program.WordsBehind(command.Program));
            if (words.Length > 0)
            {
                script.Append($"            [[ $words[CURRENT] == -* ]] || _values command {words}\n");
            }
            script.Append("            _arguments");
            foreach (OptionModel option in command.AllOptions)
            {
                script.Append($" \\\n                '{(option.IsRepeatable ? "*" : "")}{option.Name}[{Escape(option.Description)}]{Value(option)}'");
            }
            if (command.Operands.Count > 0)
            {
                script.Append($" \\\n                '*:{command.Operands[0].Name}:{Action(Values.KindOf(command.Operands[0].Name))}'");
            }
            script.Append("\n            ;;\n");
        }
        return script.Append($"    esac\n}}\n_{program.Name} \"$@\"\n").ToString();
    }

    private static string Value(OptionModel option) => option.IsFlag ? "" : Values.KindOf(option.ValueName!) switch
    {
        ValueKind.Choice => $":value:({string.Join(' ', Values.ChoicesOf(option))})",
        ValueKind kind => $":{option.ValueName}:{Action(kind)}",
    };

    private static string Action(ValueKind kind) => kind switch
    {
        ValueKind.Directory => "_files -/",
        ValueKind.File => "_files",
        _ => "",
    };

    private static string Escape(string text) => text.Replace("'", "'\\''").Replace("[", "\\[").Replace("]", "\\]").Replace(":", "\\:");
}
