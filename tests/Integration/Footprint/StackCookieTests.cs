using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using Kiln.Integration.Tests.Api;
using Kiln.Integration.Tests.Harness;
using Xunit;

namespace Kiln.Integration.Tests.Footprint;

/// <summary>
/// A monitor that runs its machine gives the pages of its code back, and keeps the page of constants in which the runtime's stack cookie lies: discarded, the
/// cookie would be 0, and whoever overruns a buffer would know it.
/// </summary>
public sealed class StackCookieTests
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(10);

    [Fact]
    public void SurvivesTheEndOfAStart()
    {
        using ApiJail jail = new();
        Mapping before = CookiesOf(jail.Process);
        byte[] kept = Read(jail.Process, before);
        long code = ResidentCodeOf(jail.Process);

        jail.StartGuest("spin");

        // Positive control: something is given back, soon after the start.
        Assert.True(SpinWait.SpinUntil(() => ResidentCodeOf(jail.Process) < code, _patience), $"{ResidentCodeOf(jail.Process)} KiB of code stay resident");
        Assert.Equal(kept, Read(jail.Process, CookiesOf(jail.Process)));
    }

    private static byte[] Read(ProcessView process, Mapping mapping)
    {
        byte[] page = new byte[mapping.End - mapping.Start];
        using FileStream memory = new(process.PathOf("mem"), FileMode.Open, FileAccess.Read);
        memory.Position = mapping.Start;
        memory.ReadExactly(page);
        return page;
    }

    // The runtime makes that page writable, writes the cookie and protects it again: it is a mapping of its own, and the only one of constants that is dirty.
    private static Mapping CookiesOf(ProcessView process) =>
        MappingsOf(process).First(mapping => mapping is { Protection: "r--p", IsFile: true, DirtyKibibytes: > 0 });

    private static long ResidentCodeOf(ProcessView process) =>
        MappingsOf(process).Where(mapping => mapping is { Protection: "r-xp", IsFile: true }).Sum(mapping => mapping.ResidentKibibytes);

    private static IEnumerable<Mapping> MappingsOf(ProcessView process)
    {
        string[] lines = process.Read("smaps").Split('\n');
        for (int index = 0; index < lines.Length; index++)
        {
            string[] words = lines[index].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words.Length >= 5 && words[0].Contains('-', StringComparison.Ordinal))
            {
                long[] range = [.. words[0].Split('-').Select(text => long.Parse(text, NumberStyles.HexNumber, CultureInfo.InvariantCulture))];
                yield return new Mapping(
                    range[0], range[1], words[1], words.Length > 5 && words[5].StartsWith('/'), FieldOf(lines, index, "Rss:"), FieldOf(lines, index, "Private_Dirty:"));
            }
        }
    }

    private static long FieldOf(string[] lines, int from, string name) => long.Parse(
        lines.Skip(from).First(line => line.StartsWith(name, StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);

    private sealed record Mapping(long Start, long End, string Protection, bool IsFile, long ResidentKibibytes, long DirtyKibibytes);
}
