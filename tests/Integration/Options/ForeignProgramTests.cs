using System.IO;
using System.Linq;
using Kiln.Integration.Tests.Harness;
using Kiln.Testing.Harness;
using Xunit;

namespace Kiln.Integration.Tests.Options;

/// <summary>The shipped filters are for Kiln's monitor, whatever its file is called; another program is refused before anything is made, with the cure.</summary>
public sealed class ForeignProgramTests : IDisposable
{
    private readonly string _folder;
    private readonly TestJail _jail;

    public ForeignProgramTests()
    {
        Requires.RootAndKvm();
        _folder = Directory.CreateTempSubdirectory("kiln-foreign-").FullName;
        string stranger = Path.Combine(_folder, "vmm");
        ForeignPrograms.WriteStranger(stranger);
        _jail = new TestJail(stranger);
    }

    [Theory]
    [InlineData]
    [InlineData("--seccomp-log")]
    [InlineData("--daemonize")]
    public void AnotherProgramIsRefusedAndNothingIsMade(params string[] options)
    {
        Directory.Delete(Path.Combine(_jail.BaseDirectory, "vmm"), recursive: true);

        ProgramResult result = RunningProgram.Run(Artifacts.Jailer, [.. _jail.JailerArguments, .. options]);

        Assert.Equal(
            new ProgramResult(
                1, "",
                $"jailer: {_jail.ExecFile} is not Kiln's monitor, and the shipped filters are for no other program; "
                + "give --no-seccomp, or profiles of its own by --seccomp-profiles DIR\n"),
            result);
        Assert.Empty(Directory.GetFileSystemEntries(_jail.BaseDirectory));
    }

    [Fact]
    public void WithoutFiltersItRunsAndIsToldNothingOfThem()
    {
        using RunningProgram program = Start("--no-seccomp");
        ProcessView process = AfterStart(program);

        Assert.Equal("0", process.StatusOf("Seccomp"));
        Assert.DoesNotContain("--no-seccomp", process.Read("cmdline"), StringComparison.Ordinal);
        AssertEnds(program, $"jailer: WARNING: --no-seccomp: the jailer filters no system call of {_jail.ExecFile}; ");
    }

    [Fact]
    public void WithProfilesOfItsOwnItRunsBehindThem()
    {
        string profiles = Directory.CreateDirectory(Path.Combine(_folder, "profiles")).FullName;
        ChangedProfiles.Write(profiles, "launch", "# From the jailer's last step", "# Of another program. From the jailer's last step");
        using RunningProgram program = Start("--seccomp-profiles", profiles);
        ProcessView process = AfterStart(program);

        Assert.Equal(("2", "1"), (process.StatusOf("Seccomp"), process.StatusOf("Seccomp_filters")));
        AssertEnds(program, "");
    }

    [Fact]
    public void TheMonitorIsKnownUnderAnyName()
    {
        string renamed = ProgramCopy.Create(Artifacts.Vmm, Path.Combine(_folder, "firecracker"));
        using TestJail jail = new(renamed);
        jail.StageGuest("print");

        ProgramResult result = jail.Run();

        Assert.Equal((0, ""), (result.Status, result.Error));
        Assert.Contains("hello from the guest", result.Output, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _jail.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private RunningProgram Start(params string[] options) => RunningProgram.Start(Artifacts.Jailer, [.. _jail.JailerArguments, .. options]);

    // The jailer's process becomes the program's, whose first argument is its own path in the jail.
    private static ProcessView AfterStart(RunningProgram program)
    {
        ProcessView process = new(program.Id);
        Assert.True(System.Threading.SpinWait.SpinUntil(
            () => program.HasEnded || process.Read("cmdline").Split('\0').First() == "/vmm", TimeSpan.FromSeconds(10)));
        Assert.False(program.HasEnded, program.Error);
        return process;
    }

    private static void AssertEnds(RunningProgram program, string warning)
    {
        program.EndInput();
        ProgramResult result = program.WaitForEnd();
        Assert.Equal(0, result.Status);
        Assert.StartsWith(warning, result.Error, StringComparison.Ordinal);
        Assert.Equal(warning.Length > 0 ? 1 : 0, result.Error.Count(letter => letter == '\n'));
    }
}
