using System.IO;
using System.Linq;
using Kiln.Integration.Tests.Harness;
using Kiln.Testing.Harness;
using Xunit;

namespace Kiln.Integration.Tests.Cgroups;

/// <summary>Many jails whose cgroups lie in one.</summary>
[Collection(CgroupCollection.Name)]
public sealed class CgroupCrowdTests : IDisposable
{
    private const int Jails = 20;

    private readonly TestCgroup _cgroup = new();
    private readonly List<IDisposable> _staged = [];
    private readonly (string Setting, string Top, string File, string Value) _use;

    public CgroupCrowdTests()
    {
        Requires.RootAndKvm();
        bool second = HostCgroups.SecondHas("hugetlb");
        string top = second ? Requires.SecondCgroup("hugetlb") : Requires.FirstCgroup("memory");
        _use = second ? ("hugetlb.2MB.max=4194304", top, "hugetlb.2MB.max", "4194304") : ("memory.limit_in_bytes=805306368", top, "memory.limit_in_bytes", "805306368");
    }

    [Fact]
    public void TwoMonitorsWithOneParentAreEachInTheirOwnCgroup()
    {
        using TestJail first = TestJail.WithSpinningGuest();
        using TestJail second = TestJail.WithSpinningGuest();
        using RunningProgram one = Start(first);
        using RunningProgram other = Start(second);
        one.WaitForOutput("spinning");
        other.WaitForOutput("spinning");

        Assert.Equal([one.Id], TestCgroup.ProcessesOf(OwnOf(first)));
        Assert.Equal([other.Id], TestCgroup.ProcessesOf(OwnOf(second)));
    }

    [Fact]
    public void OfManyAtOnceEachGetsItsCgroup()
    {
        TestJail[] jails = Stage(failing: 0);
        RunningProgram[] programs = StartAll(jails);

        for (int index = 0; index < Jails; index++)
        {
            ProgramResult result = programs[index].WaitForEnd();
            Assert.Equal((0, ""), (result.Status, result.Error));
            Assert.Equal(_use.Value, File.ReadAllText($"{OwnOf(jails[index])}/{_use.File}").Trim());
        }
        Assert.Equal(Jails + 3, _cgroup.Directories.Count());
    }

    [Fact]
    public void ThoseThatFailTakeNothingFromTheOthers()
    {
        // The cgroups above come and go with those that fail.
        TestJail[] jails = Stage(failing: 2);
        RunningProgram[] programs = StartAll(jails);

        for (int index = 0; index < Jails; index++)
        {
            bool fails = index % 2 == 1;
            ProgramResult result = programs[index].WaitForEnd();
            Assert.Equal(fails ? 1 : 0, result.Status);
            Assert.True(fails || result.Error.Length == 0, result.Error);
            Assert.Equal(!fails, Directory.Exists(OwnOf(jails[index])));
        }
    }

    [Fact]
    public void WhenAllFailNothingIsLeft()
    {
        TestJail[] jails = Stage(failing: 1);
        RunningProgram[] programs = StartAll(jails);

        Assert.All(programs, program => Assert.Matches("^jailer: .*/dev/kvm is there and is not the device; remove it\n$", program.WaitForEnd().Error));

        // The jailer that made the parent cgroups cannot remove them while others are in them; the last one in them did not make them.
        Assert.DoesNotContain(_cgroup.Directories, path => path.Split('/').Any(name => jails.Any(jail => jail.Id == name)));
    }

    public void Dispose()
    {
        _staged.ForEach(staged => staged.Dispose());
        _cgroup.Dispose();
    }

    private RunningProgram Start(TestJail jail) => jail.Start("--cgroup", _use.Setting, "--parent-cgroup", $"{_cgroup.Name}/a/b");

    // Programs end before their jails are removed.
    private RunningProgram[] StartAll(TestJail[] jails)
    {
        RunningProgram[] programs = [.. jails.Select(Start)];
        _staged.InsertRange(0, programs);
        return programs;
    }

    private string OwnOf(TestJail jail) => $"{_use.Top}/{_cgroup.Name}/a/b/{jail.Id}";

    // Every so-manieth fails when its cgroup is joined; 0 for none.
    private TestJail[] Stage(int failing)
    {
        TestJail[] jails = [.. Enumerable.Range(0, Jails).Select(_ => new TestJail())];
        _staged.AddRange(jails);
        for (int index = 0; index < Jails; index++)
        {
            jails[index].StageGuest("print");
            if (failing > 0 && index % failing == failing - 1)
            {
                Directory.CreateDirectory(Path.Combine(jails[index].Root, "dev"));
                File.WriteAllText(Path.Combine(jails[index].Root, "dev/kvm"), "planted");
            }
        }
        return jails;
    }
}
