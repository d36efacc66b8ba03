using Kiln.CommandLine;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Json;
using Kiln.Vmm.Wire;

namespace Kiln.Vmm.Process.CommandLine;

/// <summary><c>vmm check-config FILE</c>: finds mistakes in a configuration without KVM, and without opening kernel, disk or log.</summary>
internal static class CheckConfigCommand
{
    /// <summary>Name of the subcommand.</summary>
    internal const string Name = "check-config";

    internal static CommandModel Model { get; } = new(
        $"vmm {Name}",
        KilnVersion.Text,
        "FILE"u8,
        "Finds mistakes in a configuration file, all that it can tell, by line and column, as a start with --config-file would."u8,
        [],
        """
        example:
          vmm check-config vm.json
          generate-config | vmm check-config -

        exit status:
          0 there is none; 1 there are some; 153 wrong command line
        """u8)
    {
        Operands = [new OperandModel("FILE", "the configuration; - is standard input")],
    };

    /// <summary>Checks a file and reports the result on standard output.</summary>
    /// <param name="arguments">The arguments after the subcommand's name.</param>
    /// <exception cref="VmmFailure">The command line or the configuration is wrong.</exception>
    internal static void Run(string[] arguments)
    {
        ParsedCommand command = OptionLoop.Instance.Parse(Model, arguments);
        if (command.Text is { } text)
        {
            Message.Output(text);
            return;
        }
        if (command.Error is not null || command.Operands is not [var file])
        {
            throw new VmmFailure(command.Error ?? $"{Name} needs one FILE; see vmm {Name} --help", ExitCode.ArgumentParsing);
        }
        JsonText configuration = ConfigurationFile.Open(file);
        List<string> mistakes = ConfigurationMistakes.Of(configuration);
        if (mistakes.Count > 0)
        {
            foreach (string mistake in mistakes[..^1])
            {
                Message.Error(mistake);
            }
            throw new VmmFailure(mistakes[^1]);
        }
        Message.Output($"{configuration.Name}: no mistake found\n");
    }
}
