using Kiln.CommandLine;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Wire;

namespace Kiln.Vmm.Process.CommandLine;

/// <summary><c>vmm check-config FILE</c>: finds mistakes in a configuration without KVM, and without opening kernel, disk or log.</summary>
internal static class CheckConfigCommand
{
    /// <summary>The word that asks for it.</summary>
    internal const string Name = "check-config";

    /// <summary>What it takes.</summary>
    internal static CommandModel Model { get; } = new(
        $"vmm {Name}",
        KilnVersion.Text,
        "FILE",
        "Finds mistakes in a configuration file, by line and column, as a start with --config-file would.",
        [],
        $"""
        example:
          vmm {Name} vm.json
          generate-config | vmm {Name} -

        exit status:
          0 there is none; 1 there is one; 153 wrong command line
        """)
    {
        Operands = [new OperandModel("FILE", "the configuration; - is standard input")],
    };

    /// <summary>Runs it.</summary>
    /// <param name="arguments">What follows its name.</param>
    /// <exception cref="VmmFailure">There is a mistake.</exception>
    internal static void Run(string[] arguments)
    {
        ParsedCommand command = StrictParser.Parse(Model, arguments);
        if (command.Text is { } text)
        {
            Message.Output(text);
            return;
        }
        if (command.Error is not null || command.Operands is not [var file])
        {
            throw new VmmFailure(command.Error ?? $"{Name} needs one FILE; see vmm {Name} --help", ExitCode.ArgumentParsing);
        }
        ConfigurationFile configuration = ConfigurationFile.Read(file);
        _ = configuration.Check();
        Message.Output($"{configuration.Name}: no mistake found\n");
    }
}
