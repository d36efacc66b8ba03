using System.Linq;
using System.Text;
using Kiln.CommandLine;

namespace Kiln.Manuals;

/// <summary>Bash completion: a function that finds the command among the words and offers its options, values and operands.</summary>
internal static class BashCompletion
{
    internal static string Of(ProgramModel program)
    {
        StringBuilder script = new();
        script.Append($"# bash completion for {program.Name}; made from the program's own command model.\n");
        script.Append($"_{program.Name}()\n{{\n");
        script.Append("    local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]} command=" + program.Name + " word\n");
        script.Append("    COMPREPLY=()\n");
        script.Append("    for word in \"${COMP_WORDS[@]:1:COMP_CWORD-1}\"; do\n        case \"$command $word\" in\n");
        foreach (string words in program.Stems.Skip(1).Concat(program.Commands.Select(command => command.Program)))
        {
            script.Append($"            '{words}') command='{words}' ;;\n");
        }
        script.Append("        esac\n    done\n    case \"$command $previous\" in\n");
        foreach (CommandModel command in program.All)
        {
            foreach (OptionModel option in command.Options.Where(option => !option.IsFlag))
            {
                script.Append($"        '{command.Program} {option.Name}') {Value(option)}; return ;;\n");
            }
        }
        script.Append("    esac\n    case \"$command\" in\n");
        foreach (string stem in program.Stems.Where(stem => stem != program.Name))
        {
            script.Append($"        '{stem}') COMPREPLY=($(compgen -W '{string.Join(' ', program.WordsBehind(stem))} --help' -- \"$current\")) ;;\n");
        }
        foreach (CommandModel command in program.All)
        {
            script.Append($"        '{command.Program}')\n");
            script.Append($"            COMPREPLY=($(compgen -W '{string.Join(' ', command.AllOptions.Select(option => option.Name).Concat(program.WordsBehind(command.Program)))}' -- \"$current\"))\n");
            if (command.Operands.Count > 0)
            {
                script.Append($"            [[ $current == -* ]] || COMPREPLY+=($(compgen {Operand(command.Operands[0])} -- \"$current\"))\n");
            }
            script.Append("            ;;\n");
        }
        return script.Append($"    esac\n}}\ncomplete -o filenames -F _{program.Name} {program.Name}\n").ToString();
    }

    private static string Value(OptionModel option) => Values.KindOf(option.ValueName!) switch
    {
        ValueKind.File => "COMPREPLY=($(compgen -f -- \"$current\"))",
        ValueKind.Directory => "COMPREPLY=($(compgen -d -- \"$current\"))",
        ValueKind.Choice => $"COMPREPLY=($(compgen -W '{string.Join(' ', Values.ChoicesOf(option))}' -- \"$current\"))",
        _ => "true",
    };

    private static string Operand(OperandModel operand) => Values.KindOf(operand.Name) == ValueKind.Directory ? "-d" : "-f";
}
