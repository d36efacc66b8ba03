using System.Linq;
using System.Text;
using Kiln.CommandLine;

namespace Kiln.Manuals;

/// <summary>Bash completion: a function that finds the command among the words, and which of its words is next, and offers what fits.</summary>
internal static class BashCompletion
{
    // The numbers of all processes that were given an id, as monitors are by the jailer.
    private const string Monitors =
        "$(for file in /proc/[0-9]*/cmdline; do { tr '\\0' ' ' < \"$file\"; } 2>/dev/null | grep -qE '^[^ ]+ --id ' && echo \"${file//[^0-9]/}\"; done)";

    internal static string Of(ProgramModel program)
    {
        StringBuilder script = new();
        script.Append($"# bash completion for {program.Name}; made from the program's own command model.\n");
        script.Append($"_{program.Name}()\n{{\n");
        script.Append($"    local current=${{COMP_WORDS[COMP_CWORD]}} command={program.Name} option= word\n");
        script.Append("    local -i operand=0\n    COMPREPLY=()\n");
        script.Append("    for word in \"${COMP_WORDS[@]:1:COMP_CWORD-1}\"; do\n");
        script.Append("        if [[ $option ]]; then option=; continue; fi\n        case \"$command $word\" in\n");
        foreach ((string words, string name) in program.Steps)
        {
            script.Append($"            '{words}') command='{name}' operand=0 ;;\n");
        }
        foreach ((string name, CommandModel command) in program.Lines)
        {
            script.Append($"            {Patterns(name, command)}) option=$word ;;\n");
        }
        script.Append("            *' -'*) ;;\n            *) operand+=1 ;;\n        esac\n    done\n");
        script.Append("    if [[ $option ]]; then\n        case \"$command $option\" in\n");
        foreach ((string name, CommandModel command) in program.Lines)
        {
            foreach (OptionModel option in command.Options.Where(option => Offer(option.ValueName) is not null))
            {
                script.Append($"            '{name} {option.Name}') {Offer(option.ValueName)} ;;\n");
            }
        }
        script.Append("        esac\n        return\n    fi\n    case \"$command $operand\" in\n");
        foreach (string stem in program.Stems)
        {
            script.Append($"        '{stem} 0') {Words(program.WordsBehind(stem))} ;;\n");
        }
        foreach ((string name, CommandModel command) in program.Lines)
        {
            for (int index = 0; index < command.Operands.Count; index++)
            {
                if (Offer(command.Operands[index].Name) is { } offer)
                {
                    script.Append($"        '{name} {index}') {offer} ;;\n");
                }
            }
        }
        script.Append("    esac\n    [[ $current == -* || ${#COMPREPLY[@]} -eq 0 ]] || return\n    case \"$command\" in\n");
        foreach (string stem in program.Stems.Skip(1))
        {
            script.Append($"        '{stem}') COMPREPLY+=($(compgen -W '--help' -- \"$current\")) ;;\n");
        }
        foreach ((string name, CommandModel command) in program.Lines)
        {
            script.Append($"        '{name}') COMPREPLY+=($(compgen -W '{string.Join(' ', command.AllOptions.Select(option => option.Name))}' -- \"$current\")) ;;\n");
        }
        return script.Append($"    esac\n}}\ncomplete -F _{program.Name} {program.Name}\n").ToString();
    }

    // The options of a command that take the next word.
    private static string Patterns(string name, CommandModel command)
    {
        string[] patterns = [.. command.Options.Where(option => !option.IsFlag).Select(option => $"'{name} {option.Name}'")];
        return patterns.Length == 0 ? $"'{name} '" : string.Join('|', patterns);
    }

    private static string? Offer(string? value) => value is null ? null : Values.KindOf(value) switch
    {
        ValueKind.File => Files("-f"),
        ValueKind.Directory => Files("-d"),
        ValueKind.Choice => Words(Values.ChoicesOf(value)),
        ValueKind.User => "COMPREPLY=($(compgen -u -- \"$current\"))",
        ValueKind.Group => "COMPREPLY=($(compgen -g -- \"$current\"))",
        ValueKind.Process => $"COMPREPLY=($(compgen -W \"{Monitors}\" -- \"$current\"))",
        _ => null,
    };

    // Bash adds a slash to directories and quotes what it inserts; a function that is called by itself has no such options.
    private static string Files(string kind) => $"compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen {kind} -- \"$current\"))";

    private static string Words(IEnumerable<string> words) => $"COMPREPLY=($(compgen -W '{string.Join(' ', words)}' -- \"$current\"))";
}
