using System.IO;
using System.Linq;
using Kiln.Linux.Errors;
using Kiln.Vmm.Logging;
using Xunit;

namespace Kiln.Vmm.Tests.Logging;

/// <summary>The settings that <c>PUT /logger</c> changes, and those it keeps.</summary>
public sealed class LoggerConfigurationTests
{
    [Fact]
    public void WithoutALevelTheLevelIsInfoAgainAndTheRestStays()
    {
        using ScratchLog log = new();
        log.Logger.Configure(new LoggerConfiguration(log.Path, LogLevel.Debug, ShowLevel: true, ShowLogOrigin: true, Module: "api"));
        log.Debug(Module.Api, $"one");

        Assert.Null(log.Logger.Configure(new LoggerConfiguration()));
        log.Debug(Module.Api, $"two");
        log.Info(Module.Api, $"three");
        log.Info(Module.Machine, $"four");

        Assert.Equal(["[web-1:vcpu 0:DEBUG:vmm/A.cs:7] one", "[web-1:vcpu 0:INFO:vmm/A.cs:7] three"], log.Lines.Select(line => line[30..]));
    }

    [Fact]
    public void EachFieldIsTakenByItself()
    {
        using ScratchLog log = new();
        log.Logger.Configure(new LoggerConfiguration(log.Path));
        log.Logger.Configure(new LoggerConfiguration(ShowLevel: true));
        log.Info(Module.Main, $"a");
        log.Logger.Configure(new LoggerConfiguration(ShowLogOrigin: true));
        log.Info(Module.Main, $"b");
        log.Logger.Configure(new LoggerConfiguration(ShowLevel: false));
        log.Info(Module.Main, $"c");

        Assert.Equal(
            ["[web-1:vcpu 0:INFO] a", "[web-1:vcpu 0:INFO:vmm/A.cs:7] b", "[web-1:vcpu 0:vmm/A.cs:7] c"], log.Lines.Select(line => line[30..]));
    }

    [Theory]
    [InlineData("", "main api machine machine::boot devices::boot_timer devices::block")]
    [InlineData("api", "api")]
    [InlineData("machine", "machine machine::boot")]
    [InlineData("machine::", "machine::boot")]
    [InlineData("devices::block", "devices::block")]
    [InlineData("devices::b", "devices::boot_timer devices::block")]
    [InlineData("API", "")]
    [InlineData("vmm::builder", "")]
    public void AModuleIsLetThroughByTheBeginningOfItsName(string filter, string expected)
    {
        using ScratchLog log = new();
        log.Logger.Configure(new LoggerConfiguration(log.Path, Module: filter));
        foreach (Module module in (Module[])[Module.Main, Module.Api, Module.Machine, Module.Boot, Module.BootTimer, Module.Block])
        {
            log.Info(module, $"{Modules.NameOf(module)}");
        }

        Assert.Equal(expected, string.Join(' ', log.Lines.Select(line => line.Split(' ')[^1])));
    }

    [Fact]
    public void EveryModuleHasANameOfItsOwnAndABit()
    {
        Module[] modules = Enum.GetValues<Module>();

        Assert.Equal(Modules.Count, modules.Length);
        Assert.InRange(modules.Length, 1, 64);
        Assert.Distinct(modules.Select(Modules.NameOf));
        Assert.All(modules, module => Assert.NotEqual(0ul, Modules.Matching(Modules.NameOf(module)) & (1ul << (int)module)));
    }

    [Theory]
    [InlineData("missing/log", "Failed to open target file: No such file or directory (os error 2)")]
    [InlineData("", "Failed to open target file: Is a directory (os error 21)")]
    [InlineData("a\0b", "Failed to open target file: Invalid argument (os error 22)")]
    public void APathThatCannotBeOpenedChangesNothing(string name, string expected)
    {
        using ScratchLog log = new ScratchLog().WithFile();

        Assert.Equal(
            $"{expected}: {Excerpt.OfPath(log.PathOf("") + name)}, in a jail a path of the jail",
            log.Logger.Configure(new LoggerConfiguration(log.PathOf("") + name, LogLevel.Trace, ShowLevel: true)));
        log.Debug(Module.Main, $"a");
        log.Info(Module.Main, $"b");

        Assert.Equal("[web-1:vcpu 0] b", Assert.Single(log.Lines)[30..]);
    }

    [Fact]
    public void AFileThatIsMadeIsAsTheUmaskSays()
    {
        using ScratchLog log = new ScratchLog().WithFile();
        string line = File.ReadLines("/proc/self/status").First(line => line.StartsWith("Umask:", StringComparison.Ordinal));
        uint umask = Convert.ToUInt32(line.Split('\t')[1], 8);

        Assert.Equal(0x1B6u & ~umask, (uint)File.GetUnixFileMode(log.Path));
    }

    [Fact]
    public void ASecondPathTakesWhatComesThen()
    {
        using ScratchLog log = new ScratchLog().WithFile();
        log.Info(Module.Main, $"first");
        log.Logger.Configure(new LoggerConfiguration(log.PathOf("other")));
        log.Info(Module.Main, $"second");

        Assert.EndsWith("] first\n", log.Text, StringComparison.Ordinal);
        Assert.EndsWith("] second\n", File.ReadAllText(log.PathOf("other")), StringComparison.Ordinal);
    }
}
