using System.IO;
using System.Threading;
using Kiln.Integration.Tests.Harness;
using Kiln.Testing.Harness;
using Xunit;

namespace Kiln.Integration.Tests.Options;

/// <summary>Limits, seen in the running monitor.</summary>
public sealed class LimitOptionTests
{
    [Theory]
    [InlineData]
    [InlineData("--new-pid-ns")]
    [InlineData("--daemonize")]
    public void LimitsHaveTheirDefaults(params string[] mode)
    {
        using TestJail jail = TestJail.WithSpinningGuest();
        using ModalMonitor monitor = ModalMonitor.Start(jail, mode);

        Assert.Equal(["2048", "2048"], monitor.View.LimitOf("Max open files"));
        Assert.Equal(["unlimited", "unlimited"], monitor.View.LimitOf("Max file size"));
        Assert.Equal(["1", "1"], monitor.View.LimitOf("Max core file size"));
        Assert.Equal(["262144", "262144"], monitor.View.LimitOf("Max stack size"));
    }

    [Theory]
    [InlineData]
    [InlineData("--new-pid-ns")]
    [InlineData("--daemonize", "--new-pid-ns")]
    public void LimitsAreSoftAndHardWhatWasAskedFor(params string[] mode)
    {
        using TestJail jail = TestJail.WithSpinningGuest();
        using ModalMonitor monitor = ModalMonitor.Start(
            jail,
            [
                .. mode, "--resource-limit", "fsize=135266304", "--resource-limit", "no-file=700", "--resource-limit", "nproc=4096",
                "--resource-limit", "memlock=65536", "--resource-limit", "core=5",
            ]);

        // Warming the runtime up, the monitor does without descriptors for a moment.
        SpinWait.SpinUntil(() => monitor.View.LimitOf("Max open files")[0] != "0", TimeSpan.FromSeconds(10));
        Assert.Equal(["135266304", "135266304"], monitor.View.LimitOf("Max file size"));
        Assert.Equal(["700", "700"], monitor.View.LimitOf("Max open files"));
        Assert.Equal(["4096", "4096"], monitor.View.LimitOf("Max processes"));
        Assert.Equal(["65536", "65536"], monitor.View.LimitOf("Max locked memory"));
        Assert.Equal(["5", "5"], monitor.View.LimitOf("Max core file size"));
    }

    [Fact]
    public void AGuestOf128MebibytesRunsUnderALimitOf129()
    {
        using TestJail jail = TestJail.WithSpinningGuest();

        using RunningProgram program = jail.StartSpinning("--resource-limit", $"fsize={129 << 20}");

        Assert.Equal([$"{129 << 20}", $"{129 << 20}"], new ProcessView(program.Id).LimitOf("Max file size"));
    }

    [Fact]
    public void AFileThatWouldPassItsLimitDoesNot()
    {
        using TestJail jail = new();
        Requires.RootAndKvm();
        jail.StageGuest("flood");
        jail.StageConfiguration("""{"boot-source": {"kernel_image_path": "kernel"}, "serial": {"serial_out_path": "console"}}""");

        ProgramResult result = jail.Run("--resource-limit", "fsize=4096");

        Assert.NotEqual(0, result.Status);
        Assert.Equal(4096, new FileInfo(Path.Combine(jail.Root, "console")).Length);
    }

    [Theory]
    [InlineData]
    [InlineData("--daemonize")]
    public void TooFewDescriptorsAreAnErrorThatLeavesNothing(params string[] mode)
    {
        using TestJail jail = TestJail.WithSpinningGuest();
        string[] before = [.. jail.Entries];

        ProgramResult result = jail.Run([.. mode, "--resource-limit", "no-file=3"]);

        Assert.Equal((1, ""), (result.Status, result.Output));
        Assert.Contains("EMFILE: No file descriptors available (os error 24)", result.Error, StringComparison.Ordinal);
        Assert.Single(result.Error.TrimEnd('\n').Split('\n'));
        Assert.Equal(before, jail.Entries);
    }
}
