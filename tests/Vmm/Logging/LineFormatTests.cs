using System.Linq;
using System.Text.Json;
using System.Text.RegularExpressions;
using CsCheck;
using Kiln.Vmm.Foundation.Text;
using Kiln.Vmm.Logging;
using Xunit;

namespace Kiln.Vmm.Tests.Logging;

/// <summary>Lines are Firecracker's to the byte, and each is one line whatever is put into it.</summary>
public sealed partial class LineFormatTests
{
    [Theory]
    [InlineData(false, false, "2026-11-25T03:33:38.012345678 [web-1:vcpu 0] booted 3\n")]
    [InlineData(true, false, "2026-11-25T03:33:38.012345678 [web-1:vcpu 0:WARN] booted 3\n")]
    [InlineData(false, true, "2026-11-25T03:33:38.012345678 [web-1:vcpu 0:vmm/A.cs:7] booted 3\n")]
    [InlineData(true, true, "2026-11-25T03:33:38.012345678 [web-1:vcpu 0:WARN:vmm/A.cs:7] booted 3\n")]
    public void ALineOfTextIsThisToTheByte(bool level, bool origin, string expected)
    {
        using ScratchLog log = new();
        log.Logger.Configure(new LoggerConfiguration(log.Path, LogLevel.Trace, level, origin));

        log.Warning(Module.Machine, $"booted {3}");

        Assert.Equal(expected, log.Text);
    }

    [Theory]
    [InlineData(false, """{"time":"2026-11-25T03:33:38.012345678Z","level":"warning","id":"web-1","thread":"vcpu 0","module":"devices::block","message":"booted 3"}""")]
    [InlineData(true, """{"time":"2026-11-25T03:33:38.012345678Z","level":"warning","id":"web-1","thread":"vcpu 0","module":"devices::block","origin":"vmm/A.cs:7","message":"booted 3"}""")]
    public void ALineOfJsonIsThisToTheByte(bool origin, string expected)
    {
        using ScratchLog log = new(JsonLine.Format);
        log.Logger.Configure(new LoggerConfiguration(log.Path, LogLevel.Trace, ShowLogOrigin: origin));

        log.Warning(Module.Block, $"booted {3}");

        Assert.Equal(expected + "\n", log.Text);
    }

    [Theory]
    [InlineData(0, "1970-01-01T00:00:00.000000000")]
    [InlineData(999_999_999, "1970-01-01T00:00:00.999999999")]
    [InlineData(951_868_799_000_000_001, "2000-02-29T23:59:59.000000001")]
    public void TheTimeIsUtcWithNineDigits(long time, string expected)
    {
        using ScratchLog log = new ScratchLog().WithFile();
        log.Clock.Wall = time;

        log.Info(Module.Main, $"x");

        Assert.StartsWith(expected + " [", log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void ValuesAreWrittenAsTheyWouldBeAnywhere()
    {
        using ScratchLog log = new ScratchLog().WithFile();
        string? none = null;

        log.Info(Module.Main, $"{"text"}{none}|{long.MinValue}|{255:x4}|{42,6}|{42,-6}|{1.5}|{true}|{LogLevel.Debug}|{new Version(1, 2)}");

        Assert.EndsWith("] text|-9223372036854775808|00ff|    42|42    |1.5|True|Debug|1.2\n", log.Text, StringComparison.Ordinal);
    }

    // What Rust's debug format makes of it; tools parse the API's lines by that.
    [Theory]
    [InlineData("/machine-config", "/machine-config")]
    [InlineData("{\"vcpu_count\": 4}", """{\"vcpu_count\": 4}""")]
    [InlineData("a\nb\r\t\\'\0\u001b", """a\nb\r\t\\'\0\u{1b}""")]
    [InlineData("é €", "é €")]
    [InlineData("", "")]
    public void AQuotationIsRusts(string text, string expected)
    {
        using ScratchLog log = new ScratchLog().WithFile();
        byte[] utf8 = System.Text.Encoding.UTF8.GetBytes(text);

        log.Info(Module.Api, $"{new DebugText(utf8)}");

        Assert.EndsWith($"] \"{expected}\"\n", log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void BytesThatAreNoTextAreQuotedAsReplacements()
    {
        using ScratchLog log = new ScratchLog().WithFile();

        log.Info(Module.Api, $"{new DebugText([0x61, 0xFF, 0xC3])}");

        Assert.EndsWith("] \"a\uFFFD\uFFFD\"\n", log.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a\nb\r\u001b[2J", @"a\u000ab\u000d\u001b[2J")]
    [InlineData("\u202Egpj.exe", @"\u202egpj.exe")]
    [InlineData("whole \U0001F600", "whole \U0001F600")]
    [InlineData("private \U000F0000", @"private \udb80\udc00")]
    public void WhatWouldBreakALineOrCommandATerminalIsEscaped(string text, string expected)
    {
        using ScratchLog log = new ScratchLog().WithFile();

        log.Info(Module.Main, $"{text}");

        Assert.EndsWith($"] {expected}\n", log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void HalfOfASurrogatePairIsReplaced()
    {
        using ScratchLog log = new ScratchLog().WithFile();

        log.Info(Module.Main, $"{"half \uD83D"}");

        Assert.EndsWith("] half \uFFFD\n", log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void AnyTextIsOneLineOfTextThatMatchesTheFormat() => Gen.String.Sample(
        text =>
        {
            using ScratchLog log = new ScratchLog().WithFile();
            log.Info(Module.Main, $"{text}");
            return Assert.Single(log.Lines) is { } line && Format().IsMatch(line);
        },
        iter: 2_000);

    [Fact]
    public void AnyTextComesBackOutOfALineOfJson() => Gen.String.Sample(
        text =>
        {
            using ScratchLog log = new ScratchLog(JsonLine.Format).WithFile();
            log.Info(Module.Main, $"{text}");
            using JsonDocument line = JsonDocument.Parse(Assert.Single(log.Lines));
            // The same but for halves of surrogate pairs, which no JSON can have.
            return line.RootElement.GetProperty("message").GetString() == string.Concat(text.EnumerateRunes().Select(rune => rune.ToString()));
        },
        iter: 2_000);

    [Theory]
    [InlineData("x", 1)]
    [InlineData("€", 3)]
    [InlineData("\n", 6)]
    public void ALongLineIsCutBetweenCharactersAndFitsAPipesPage(string character, int width)
    {
        using ScratchLog log = new ScratchLog().WithFile();
        string text = string.Concat(Enumerable.Repeat(character, 10_000));

        log.Info(Module.Main, $"{text} and more {1}");

        string line = Assert.Single(log.Lines);
        Assert.InRange(System.Text.Encoding.UTF8.GetByteCount(line), 3000, LogBuffers.Length - 1);
        Assert.EndsWith(width == 6 ? @"\u000a..." : character + "...", line, StringComparison.Ordinal);
        Assert.Matches(Format(), line);
    }

    [Fact]
    public void ALongLineOfJsonIsStillJson()
    {
        using ScratchLog log = new ScratchLog(JsonLine.Format).WithFile();

        log.Info(Module.Main, $"{new string('"', 10_000)}");

        using JsonDocument line = JsonDocument.Parse(Assert.Single(log.Lines));
        Assert.EndsWith("\"...", line.RootElement.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void TheLongestHeaderHasRoom()
    {
        using ScratchLog log = new(JsonLine.Format);
        string id = new('é', 64);
        string file = $"/vmm/{new string('f', 300)}.cs";
        log.Logger.Start(id, JsonLine.Format);
        log.Logger.Configure(new LoggerConfiguration(log.Path, LogLevel.Info, true, true));

        log.Warning(Module.BootTimer, $"message", file, int.MaxValue);

        using JsonDocument line = JsonDocument.Parse(Assert.Single(log.Lines));
        Assert.Equal(id, line.RootElement.GetProperty("id").GetString());
        Assert.EndsWith($"ff.cs:{int.MaxValue}", line.RootElement.GetProperty("origin").GetString(), StringComparison.Ordinal);
        Assert.Equal("message", line.RootElement.GetProperty("message").GetString());
    }

    [Fact]
    public void APlantedLineBreakFailsTheFormat() => Assert.DoesNotMatch(Format(), "2026-11-25T03:33:38.012345678 [web-1:vcpu 0] a\nb");

    [GeneratedRegex(@"\A\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9} \[[^:\]]+:[^:\]]+(:(ERROR|WARN|INFO|DEBUG|TRACE))?(:[^:]+/[^:]+:\d+)?\] [^\p{Cc}]*\z")]
    internal static partial Regex Format();
}
