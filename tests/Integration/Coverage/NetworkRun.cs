using Kiln.Integration.Tests.Harness;
using Kiln.Integration.Tests.Networks;
using Kiln.Testing.Harness;
using Xunit;

namespace Kiln.Integration.Tests.Coverage;

/// <summary>A monitor whose guest receives a frame and sends one.</summary>
internal static class NetworkRun
{
    internal const string TapName = "kiln0";

    /// <summary>Runs it to its end.</summary>
    /// <param name="trace">Where the tracer writes.</param>
    /// <param name="configuration">The file with the machine.</param>
    internal static void Drive(string trace, string configuration)
    {
        Requires.Taps();
        PrivateNetwork.Run(() =>
        {
            using HostTap tap = new(TapName);
            using RunningProgram program = RunningProgram.Start(
                Artifacts.Probe, "cover", trace, "--", Artifacts.Vmm, "--no-api", "--config-file", configuration);
            program.WaitForOutput("net: ready");
            EchoFrames.Exchange(tap, EchoFrames.Make(new Random(1), 100));
            EchoFrames.TellTheEnd(tap);
            Assert.Equal(0, program.WaitForEnd().Status);
        });
    }
}
