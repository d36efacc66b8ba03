using System.Linq;
using System.Text;
using Kiln.Linux.Files;
using Kiln.Linux.Mounts;
using Xunit;

namespace Kiln.Linux.Tests.Mounts;

/// <summary>Lines of mountinfo are parsed as the kernel writes them; other content does no harm.</summary>
public sealed class MountEntryTests(ITestOutputHelper output)
{
    private const string Line =
        @"36 35 98:0 /mnt1 /mnt2/a\040b rw,noatime master:1 propagate_from:3 - ext3 /dev/root rw,errors=continue,name=c\054d";

    [Fact]
    public void EveryFieldIsRead()
    {
        Assert.True(MountEntry.TryParse(Encoding.UTF8.GetBytes(Line), out MountEntry? entry));

        Assert.Equal(("/mnt1", "/mnt2/a b", "ext3", false), (entry.Root, entry.MountPoint, entry.Type, entry.IsReadOnly));
        Assert.Equal(98u << 8, entry.Device);
        Assert.Equal(["rw", "errors=continue", "name=c,d"], entry.SuperOptions);
    }

    [Theory]
    [InlineData("1 0 0:1 / / rw - t s rw", false)]
    [InlineData("1 0 0:1 / / ro,nosuid - t s rw", true)]
    [InlineData("1 0 0:1 / / rw shared:1 - t s ro", true)]
    [InlineData("1 0 0:1 / / rw - - - -  rw", false)]
    [InlineData("1 0 0:1 / / rw - t  rw", false)]
    [InlineData(@"1 0 0:1 / /\134\012\011\040\043 rw - t s rw,,x", false)]
    public void AnyNumberOfOptionalFieldsAndAnEmptySourceAreRead(string line, bool readOnly)
    {
        Assert.True(MountEntry.TryParse(Encoding.UTF8.GetBytes(line), out MountEntry? entry));
        Assert.Equal(readOnly, entry.IsReadOnly);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("1 0 0:1 / / rw")]
    [InlineData("1 0 0:1 / / rw -")]
    [InlineData("1 0 0:1 / / rw - ")]
    [InlineData("1 0 0:1 / / rw shared:1 t s rw")]
    [InlineData("x 0 0:1 / / rw - t s rw")]
    [InlineData("1 -1 0:1 / / rw - t s rw")]
    [InlineData("1 0 01 / / rw - t s rw")]
    [InlineData("1 0 0: / / rw - t s rw")]
    [InlineData("1 0 0:1:2 / / rw - t s rw")]
    [InlineData("1 0 4294967296:1 / / rw - t s rw")]
    [InlineData("1 0 0:1  / rw - t s rw")]
    [InlineData("1 0 0:1 / relative rw - t s rw")]
    [InlineData(@"1 0 0:1 / /\ rw - t s rw")]
    [InlineData(@"1 0 0:1 / /\04 rw - t s rw")]
    [InlineData(@"1 0 0:1 / /\089 rw - t s rw")]
    [InlineData(@"1 0 0:1 / /\400 rw - t s rw")]
    [InlineData(@"1 0 0:1 / /a\000b rw - t s rw")]
    [InlineData(@"1 0 0:1 / / rw - t s \9")]
    public void WhatNoKernelWritesIsRefused(string line)
    {
        Assert.False(MountEntry.TryParse(Encoding.UTF8.GetBytes(line), out MountEntry? entry));
        Assert.Null(entry);
    }

    [Fact]
    public void ALineThatIsTooLongIsRefused()
    {
        byte[] line = Encoding.UTF8.GetBytes($"1 0 0:1 / /{new string('x', 70_000)} rw - t s rw");

        Assert.False(MountEntry.TryParse(line, out _));
        Assert.True(MountEntry.TryParse([.. line[..60_000], .. " rw - t s rw"u8], out _));
    }

    [Fact]
    public void TheMountsOfThisHostAreReadWithTheirDevices()
    {
        using OpenDirectory process = OpenDirectory.Open("/proc/self");
        string[] lines = Encoding.UTF8.GetString(FileContent.Read(process, "mountinfo", 1 << 24)).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        MountEntry[] entries = [.. lines.Select(line => MountEntry.TryParse(Encoding.UTF8.GetBytes(line), out MountEntry? entry) ? entry : throw new FormatException(line))];

        using OpenDirectory proc = OpenDirectory.Open("/proc");
        Assert.Equal(FileStatus.Of(proc.Descriptor).Device, entries.Last(entry => entry.MountPoint == "/proc").Device);
    }

    [Fact]
    public void WhateverAPathHoldsComesBack()
    {
        Random random = Seeded();
        for (int count = 0; count < 20_000; count++)
        {
            string point = "/" + RandomPath(random);
            string root = "/" + RandomPath(random);
            string option = RandomPath(random) + "=x";
            string optional = string.Concat(Enumerable.Repeat("shared:1 ", random.Next(4)));
            string line = $"{random.Next()} 0 {random.Next(4096)}:{random.Next(1 << 20)} {Escaped(root)} {Escaped(point)} rw {optional}- cgroup2 {Escaped(point)} rw,{Escaped(option)}";

            Assert.True(MountEntry.TryParse(Encoding.UTF8.GetBytes(line), out MountEntry? entry), line);
            Assert.Equal((root, point), (entry.Root, entry.MountPoint));
            Assert.Equal(["rw", option], entry.SuperOptions);
        }
    }

    [Fact]
    public void NoLineMakesTheReaderFail()
    {
        Random random = Seeded();
        int read = 0;
        for (int count = 0; count < 100_000; count++)
        {
            byte[] mutant = Encoding.UTF8.GetBytes(Line);
            for (int change = random.Next(1, 4); change > 0; change--)
            {
                mutant[random.Next(mutant.Length)] = random.Next(2) == 0 ? (byte)random.Next(256) : (byte)" \\-:0,/\n"[random.Next(8)];
            }
            if (MountEntry.TryParse(mutant.AsSpan(..random.Next(mutant.Length + 1)), out MountEntry? entry))
            {
                read++;
                Assert.StartsWith("/", entry.MountPoint, StringComparison.Ordinal);
                Assert.DoesNotContain('\0', entry.MountPoint + entry.Root + entry.Type + string.Concat(entry.SuperOptions));
            }
        }
        output.WriteLine($"{read} read");
        Assert.InRange(read, 5_000, 90_000);
    }

    private Random Seeded()
    {
        int seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        return new Random(seed);
    }

    private static string RandomPath(Random random) =>
        new([.. Enumerable.Range(0, random.Next(1, 12)).Select(_ => "ab/ \t\n\\#-,:ü\u20ac"[random.Next(13)])]);

    // As the kernel does, and the comma as it does in values.
    private static string Escaped(string text) => string.Concat(text.Select(character => character is ' ' or '\t' or '\n' or '\\' or '#' or ','
        ? "\\" + Convert.ToString(character, 8).PadLeft(3, '0')
        : character.ToString()));
}
