namespace Kiln.ProfileCommands.Score;

/// <summary>System calls that expose the host alike.</summary>
/// <param name="Id">The id of a dangerous grant, or a word.</param>
/// <param name="Weight">What each of the calls counts when it is permitted whatever its arguments.</param>
/// <param name="Reason">What whoever has the thread reaches by them.</param>
/// <param name="Calls">Their names.</param>
internal sealed record ExposureClass(string Id, int Weight, string Reason, IReadOnlyList<string> Calls)
{
    internal ExposureClass(string id, int weight, string reason, string calls)
        : this(id, weight, reason, (IReadOnlyList<string>)calls.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries))
    {
    }
}
