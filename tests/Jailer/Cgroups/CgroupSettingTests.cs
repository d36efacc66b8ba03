using System.Linq;
using Kiln.Jailer.Foundation;
using Kiln.Jailer.Jail.Cgroups;
using Xunit;

namespace Kiln.Jailer.Tests.Cgroups;

/// <summary>Options about cgroups are read as Firecracker's clients write them.</summary>
public sealed class CgroupSettingTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("memory.max=1G", "memory.max", "1G", "memory")]
    [InlineData("io.max=8:16 rbps=2097152 wiops=120", "io.max", "8:16 rbps=2097152 wiops=120", "io")]
    [InlineData("cpuset.mems==", "cpuset.mems", "=", "cpuset")]
    [InlineData("tasks=1", "tasks", "1", "tasks")]
    [InlineData("hugetlb.2MB.max=0", "hugetlb.2MB.max", "0", "hugetlb")]
    public void ASettingIsSplitAtTheFirstEqualsSign(string text, string file, string value, string controller)
    {
        CgroupSetting setting = CgroupSetting.Parse(text);

        Assert.Equal(new CgroupSetting(file, value), setting);
        Assert.Equal(controller, setting.Controller);
        Assert.Equal(text, setting.ToString());
    }

    [Theory]
    [InlineData("", "Invalid format for cgroups: ; write --cgroup FILE=VALUE")]
    [InlineData("memory.max", "Invalid format for cgroups: memory.max; write --cgroup FILE=VALUE")]
    [InlineData("memory.max=", "Invalid format for cgroups: memory.max=; write")]
    [InlineData("=1", "Invalid format for cgroups: =1; write")]
    [InlineData("memory.max=1\n2", "Invalid format for cgroups: memory.max=1\n2; write")]
    [InlineData("/memory.max=1", "Cgroup invalid file: /memory.max; it is the bare name")]
    [InlineData("memory/max=1", "Cgroup invalid file: memory/max; it is")]
    [InlineData(".=1", "Cgroup invalid file: .; it is")]
    [InlineData("..=1", "Cgroup invalid file: ..; it is")]
    [InlineData("../memory.max=1", "Cgroup invalid file: ../memory.max; it is")]
    [InlineData(".max=1", "Cgroup invalid file: .max; it is")]
    public void AWrongSettingIsRefused(string text, string message) =>
        Assert.StartsWith(message, Assert.Throws<JailerFailure>(() => CgroupSetting.Parse(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void LongSettingsAreRefused()
    {
        Assert.Equal(4094, CgroupSetting.Parse($"a.b={new string('x', 4094)}").Value.Length);
        Assert.Throws<JailerFailure>(() => CgroupSetting.Parse($"a.b={new string('x', 4095)}"));
        Assert.Throws<JailerFailure>(() => CgroupSetting.Parse($"{new string('x', 256)}=1"));
    }

    [Theory]
    [InlineData(null, "vmm")]
    [InlineData("a", "a")]
    [InlineData("a/b.slice/c d", "a/b.slice/c d")]
    [InlineData("...", "...")]
    public void AParentIsOneNameOrSeveral(string? parent, string expected)
    {
        CgroupRequest request = CgroupRequest.From(new([], null, parent), "vmm", "web-1");

        Assert.Equal((expected, parent is not null), (request.Parent, request.IsParentGiven));
    }

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("/a")]
    [InlineData("a/")]
    [InlineData("a//b")]
    [InlineData("./a")]
    [InlineData("a/.")]
    [InlineData("a/../b")]
    [InlineData("..")]
    [InlineData("a\nb")]
    [InlineData("256")]
    public void AWrongParentIsRefused(string parent) => Assert.StartsWith(
        "Parent cgroup path is invalid. Path should not be absolute or contain '..' or '.'",
        Assert.Throws<JailerFailure>(() => CgroupRequest.From(new([], null, parent == "256" ? new string('x', 256) : parent), "vmm", "web-1")).Message,
        StringComparison.Ordinal);

    [Theory]
    [InlineData("1", 1)]
    [InlineData("2", 2)]
    [InlineData(null, null)]
    public void AVersionIsANumber(string? text, int? version) =>
        Assert.Equal((CgroupVersion?)version, CgroupRequest.From(new([], text, null), "vmm", "web-1").Version);

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("3")]
    [InlineData("02")]
    [InlineData("v2")]
    [InlineData("256")]
    public void AWrongVersionIsRefused(string text) => Assert.StartsWith(
        $"{text} is an invalid cgroup version specifier",
        Assert.Throws<JailerFailure>(() => CgroupRequest.From(new([], text, null), "vmm", "web-1")).Message,
        StringComparison.Ordinal);

    [Theory]
    [InlineData(null, null, false, false)]
    [InlineData("1", null, false, false)]
    [InlineData("2", null, false, true)]
    [InlineData(null, "a", false, true)]
    [InlineData("1", "a", false, true)]
    [InlineData("2", "a", true, false)]
    public void AParentIsOnlyJoinedWhenItWasAskedFor(string? version, string? parent, bool own, bool joins)
    {
        CgroupRequest request = CgroupRequest.From(new(own ? ["pids.max=1"] : [], version, parent), "vmm", "web-1");

        Assert.Equal((own, joins), (request.NeedsOwn, request.JoinsParent));
    }

    [Fact]
    public void NoTextIsReadAsSomethingElseThanItSays()
    {
        int seed = Random.Shared.Next();
        output.WriteLine($"seed {seed}");
        Random random = new(seed);
        int read = 0;
        for (int count = 0; count < 50_000; count++)
        {
            string text = new([.. Enumerable.Range(0, random.Next(12)).Select(_ => "ab.=/ \n\0é:"[random.Next(10)])]);
            try
            {
                CgroupSetting setting = CgroupSetting.Parse(text);
                read++;
                Assert.Equal(text, setting.ToString());
                Assert.DoesNotContain('/', setting.File);
                Assert.NotEmpty(setting.Controller);
            }
            catch (JailerFailure failure)
            {
                Assert.Contains("nvalid", failure.Message, StringComparison.Ordinal);
            }
        }
        Assert.InRange(read, 1_000, 40_000);
    }
}
