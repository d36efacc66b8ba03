using System.Globalization;
using Kiln.CommandLine;
using Kiln.Vmm.Foundation;

namespace Kiln.Vmm.Process.CommandLine;

/// <summary>An option whose value is a number.</summary>
/// <param name="Model">The option.</param>
/// <param name="Unit">What is counted, for messages.</param>
/// <param name="Most">The largest number that there can be.</param>
internal sealed record NumberOption(OptionModel Model, string Unit, ulong Most = ulong.MaxValue)
{
    /// <summary>What a command line says.</summary>
    /// <param name="command">The command line.</param>
    /// <returns>The number, or null when the option is not given.</returns>
    /// <exception cref="VmmFailure">It is none.</exception>
    internal ulong? Of(ParsedCommand command) => command[Model] switch
    {
        null => null,
        var text when ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ulong number) && number <= Most => number,
        var text => throw new VmmFailure($"{Model.Name} is '{text}'; the number of {Unit} is expected", ExitCode.ArgumentParsing),
    };
}
