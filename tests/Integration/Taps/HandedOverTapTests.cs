using System.Linq;
using System.Text.Json;
using Kiln.Integration.Tests.Harness;
using Kiln.Integration.Tests.Networks;
using Kiln.Testing.Harness;
using Xunit;

namespace Kiln.Integration.Tests.Taps;

/// <summary>A network interface whose <c>host_dev_name</c> is a tap of <c>--tap</c> is on that tap, in a jail without a node.</summary>
public sealed class HandedOverTapTests
{
    [Theory]
    [InlineData("--tap", "kiln0")]
    [InlineData("--tap", "other0", "--tap", "kiln0")]
    public void FramesGoThereAndBack(params string[] options) => InPrivateNetwork(() =>
    {
        Random random = new(1);
        using NetGuest guest = new("");
        using RunningProgram program = guest.Jail.Start(options);
        program.WaitForOutput("net: ready");
        for (int length = 14; length <= 1514; length += 100)
        {
            EchoFrames.Exchange(guest.Tap, EchoFrames.Make(random, length));
        }
        EchoFrames.TellTheEnd(guest.Tap);
        ProgramResult result = program.WaitForEnd();

        Assert.Equal((0, ""), (result.Status, result.Error));
        Assert.Contains("net: 16 frames", result.Output, StringComparison.Ordinal);
    });

    [Fact]
    public void AnotherNameIsRefusedWithTheCure() => InPrivateNetwork(() =>
    {
        using NetGuest guest = new("");

        ProgramResult result = guest.Jail.Run("--tap", "other0");

        Assert.NotEqual(0, result.Status);
        Assert.Contains("Couldn't open /dev/net/tun: No such file or directory", result.Error, StringComparison.Ordinal);
        Assert.Contains("jailer --tap: then name one of those", result.Error, StringComparison.Ordinal);
    });

    [Fact]
    public void OneTapIsForOneInterface() => InPrivateNetwork(() =>
    {
        using TestJail jail = TestJail.WithSpinningGuest();
        jail.StageConfiguration(Interfaces("made0", "made0"));

        ProgramResult result = jail.Run("--tap", "made0");

        Assert.NotEqual(0, result.Status);
        Assert.Contains("made0 is attached already", result.Error, StringComparison.Ordinal);
    });

    [Fact]
    public void EachInterfaceFindsItsOwn() => InPrivateNetwork(() =>
    {
        using TestJail jail = TestJail.WithSpinningGuest();
        jail.StageConfiguration(Interfaces("made1", "made0"));
        using RunningProgram program = jail.StartSpinning("--tap", "made0", "--tap", "made1");
        ProcessView monitor = new(program.Id);

        Assert.Contains("iff:\tmade0\n", monitor.Read("fdinfo/64"), StringComparison.Ordinal);
        Assert.Contains("iff:\tmade1\n", monitor.Read("fdinfo/65"), StringComparison.Ordinal);
    });

    private static string Interfaces(params string[] taps) => JsonSerializer.Serialize(new Dictionary<string, object>
    {
        ["boot-source"] = new Dictionary<string, object> { ["kernel_image_path"] = "kernel" },
        ["network-interfaces"] = taps.Index().Select(tap => new Dictionary<string, object> { ["iface_id"] = $"eth{tap.Index}", ["host_dev_name"] = tap.Item }),
    });

    private static void InPrivateNetwork(Action body)
    {
        Requires.RootAndKvm();
        Requires.Taps();
        PrivateNetwork.Run(body);
    }
}
