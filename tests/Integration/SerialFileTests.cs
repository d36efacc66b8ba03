using System.IO;
using System.Text;
using Kiln.Integration.Tests.Harness;
using Kiln.Testing.Harness;
using Mono.Unix.Native;
using Xunit;

namespace Kiln.Integration.Tests;

/// <summary>The guest's console goes to a file or FIFO in the jail, as fast as it can, and the guest never waits for it.</summary>
public sealed class SerialFileTests
{
    private const string Console = "console";

    private const UnixFileMode Everybody = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    [Fact]
    public void OutputGoesToTheFileAndNowhereElse()
    {
        Requires.RootAndKvm();
        using TestJail jail = Stage("print", $$"""{"serial_out_path": "{{Console}}"}""");

        ProgramResult result = jail.Run();

        Assert.Equal((0, "", ""), (result.Status, result.Output, result.Error));
        Assert.Contains("kiln: hello from the guest", File.ReadAllText(PathIn(jail)), StringComparison.Ordinal);
        Assert.Equal(0, Syscall.stat(PathIn(jail), out Stat status));
        Assert.Equal((TestJail.UserId, 0x180), ((int)status.st_uid, (int)status.st_mode & 0xFFF));
    }

    [Fact]
    public void AnOldFileIsContinuedAtItsEnd()
    {
        Requires.RootAndKvm();
        using TestJail jail = Stage("print", $$"""{"serial_out_path": "{{Console}}"}""");
        jail.Stage(Console, Encoding.ASCII.GetBytes(new string('#', 4096)));
        File.SetUnixFileMode(PathIn(jail), Everybody);

        Assert.Equal(0, jail.Run().Status);

        string text = File.ReadAllText(PathIn(jail));
        Assert.StartsWith($"{new string('#', 4096)}kiln: hello", text, StringComparison.Ordinal);
    }

    [Fact]
    public void APipeNeedsNoReaderToStart()
    {
        Requires.RootAndKvm();
        using TestJail jail = Stage("print", $$"""{"serial_out_path": "{{Console}}"}""");
        Assert.Equal(0, Syscall.mkfifo(PathIn(jail), FilePermissions.S_IRUSR | FilePermissions.S_IWUSR));
        File.SetUnixFileMode(PathIn(jail), Everybody);
        // Both ends are open, so that data stays until it is read.
        using FileStream pipe = new(PathIn(jail), FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, 0);

        Assert.Equal(0, jail.Run().Status);

        byte[] buffer = new byte[4096];
        Assert.StartsWith("kiln: hello", Encoding.ASCII.GetString(buffer, 0, pipe.Read(buffer)), StringComparison.Ordinal);
    }

    [Fact]
    public void WithAFileNothingIsTyped()
    {
        Requires.RootAndKvm();
        using TestJail jail = Stage("echo", $$"""{"serial_out_path": "{{Console}}"}""");
        using RunningProgram program = jail.Start();
        SpinUntil(() => File.Exists(PathIn(jail)) && File.ReadAllText(PathIn(jail)).Contains("echo ready", StringComparison.Ordinal));

        program.Type("typed\u0004");
        System.Threading.Thread.Sleep(300);
        Syscall.kill(program.Id, Signum.SIGTERM);

        Assert.Equal(143, program.WaitForEnd().Status);
        Assert.DoesNotContain("typed", File.ReadAllText(PathIn(jail)), StringComparison.Ordinal);
    }

    [Fact]
    public void OnlyAsManyBytesAsTheBucketHasAreKept()
    {
        Requires.RootAndKvm();
        using TestJail jail = Stage(
            "print", $$"""{"rate_limiter": {"size": 10, "one_time_burst": 1, "refill_time": 3600000}, "serial_out_path": "{{Console}}"}""");

        Assert.Equal(0, jail.Run().Status);

        Assert.Equal("kiln: hello", File.ReadAllText(PathIn(jail)));
    }

    [Fact]
    public void AFullDiskIsReportedAndStopsNoGuest()
    {
        Requires.RootAndKvm();
        using TestJail jail = Stage("print", """{"serial_out_path": "full"}""");
        // A node that the monitor may write, and that takes nothing.
        Assert.Equal(0, Syscall.mknod(Path.Combine(jail.Root, "full"), FilePermissions.S_IFCHR | FilePermissions.S_IRUSR | FilePermissions.S_IWUSR, 0x107));
        File.SetUnixFileMode(Path.Combine(jail.Root, "full"), Everybody);

        ProgramResult result = jail.Run();

        Assert.Equal(0, result.Status);
        Assert.Matches("^vmm: the serial port's output did not take [0-9]+ bytes of the guest's console\n$", result.Error);
    }

    [Theory]
    [InlineData("absent/console", "ENOENT")]
    [InlineData("dev", "EISDIR")]
    public void AFileThatCannotBeIsRefusedInOneLine(string path, string error)
    {
        Requires.RootAndKvm();
        using TestJail jail = Stage("print", $$"""{"serial_out_path": "{{path}}"}""");

        ProgramResult result = jail.Run();

        Assert.Equal((1, ""), (result.Status, result.Output));
        Assert.StartsWith($"vmm: Failed to build MicroVM from Json: Could not Start MicroVM from one single json: the serial port's file {path} cannot be opened: {error}", result.Error, StringComparison.Ordinal);
        Assert.Single(result.Error.TrimEnd('\n').Split('\n'));
    }

    private static void SpinUntil(Func<bool> condition) =>
        Assert.True(System.Threading.SpinWait.SpinUntil(condition, TimeSpan.FromSeconds(20)), "the guest did not come up");

    private static string PathIn(TestJail jail) => Path.Combine(jail.Root, Console);

    private static TestJail Stage(string guest, string serial)
    {
        TestJail jail = new();
        jail.StageGuest(guest);
        jail.StageConfiguration($$"""{"boot-source": {"kernel_image_path": "kernel", "boot_args": ""}, "serial": {{serial}}}""");
        return jail;
    }
}
