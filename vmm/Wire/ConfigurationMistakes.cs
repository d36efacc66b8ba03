using Kiln.Vmm.Control;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Json;
using Kiln.Vmm.Model;

namespace Kiln.Vmm.Wire;

/// <summary>
/// The mistakes of a configuration, as far as one reading tells them without KVM and without opening files other than CPU templates: either the first
/// one of its syntax, or everything that a start would refuse, each alone.
/// </summary>
internal sealed class ConfigurationMistakes
{
    // A screen of lines: the rest shows when these are mended.
    private const int Most = 20;

    private readonly JsonText _text;
    private readonly List<(int Offset, string Line)> _found = [];

    private ConfigurationMistakes(JsonText text) => _text = text;

    /// <summary>Returns a line for each mistake, with its place in the text and in the text's order; none when there is no mistake.</summary>
    internal static List<string> Of(JsonText text)
    {
        ConfigurationMistakes mistakes = new(text);
        mistakes.Find();
        return mistakes.Tell();
    }

    private void Find()
    {
        try
        {
            JsonReader reader = _text.Read();
            ConfiguredActions actions = ConfigurationFileBody.Read(ref reader);
            reader.End();
            foreach (JsonFailure refusal in actions.Refusals)
            {
                Add(refusal.Offset, _text.Failure(refusal));
            }
            Try(actions);
        }
        catch (JsonFailure failure)
        {
            Add(failure.Offset, _text.Failure(failure));
        }
        catch (VmmFailure failure)
        {
            Add(0, failure);
        }
    }

    private void Try(ConfiguredActions actions)
    {
        Controller controller = new(new CheckingHost(), VmConfiguration.Default);
        foreach ((int offset, Func<VmmAction> make) in actions.InOrder())
        {
            try
            {
                if (controller.Execute(make()).Refusal is { } refusal)
                {
                    Add(offset, _text.FailureAt(offset, refusal));
                }
            }
            catch (VmmFailure failure)
            {
                Add(offset, failure);
            }
        }
        // What was refused is missing now, which is no mistake of its own.
        if (_found.Count == 0 && MachineRules.ReasonAgainstStart(controller.Description.Configuration) is { } reason)
        {
            _found.Add((int.MaxValue, $"{_text.Name}: {reason}"));
        }
    }

    private void Add(int offset, VmmFailure failure) => _found.Add((offset, failure.Message));

    private List<string> Tell()
    {
        _found.Sort((one, other) => one.Offset.CompareTo(other.Offset));
        List<string> lines = _found.ConvertAll(mistake => mistake.Line);
        if (lines.Count > Most)
        {
            lines.RemoveRange(Most, lines.Count - Most);
            lines.Add($"{_text.Name}: there are more mistakes; these are the first {Most}");
        }
        return lines;
    }
}
