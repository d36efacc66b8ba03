using System.Globalization;
using Kiln.CommandLine;
using Kiln.Vmm.Foundation;

namespace Kiln.Vmm.Process.CommandLine;

/// <summary>An option whose value is a number.</summary>
/// <param name="Unit">What is counted, for messages.</param>
/// <param name="Most">The largest valid number.</param>
internal sealed record NumberOption(OptionModel Model, string Unit, ulong Most = ulong.MaxValue)
{
    /// <summary>Reads the option's value from a command line.</summary>
    /// <returns>The number, or null if the option is absent.</returns>
    /// <exception cref="VmmFailure"/>
    internal ulong? Of(ParsedCommand command) => command[Model] switch
    {
        null => null,
        var text when ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ulong number) && number <= Most => number,
        var text => throw new VmmFailure($"{Model.Name} is '{text}'; the number of {Unit} is expected", ExitCode.ArgumentParsing),
    };
}
