using System.Linq;
using Kiln.Vmm.Logging;
using Xunit;

namespace Kiln.Vmm.Tests.Logging;

/// <summary>Levels by name, and what each lets through.</summary>
public sealed class LogLevelTests
{
    [Theory]
    [InlineData("Off", "Off")]
    [InlineData("Error", "Error")]
    [InlineData("Warn", "Warning")]
    [InlineData("Warning", "Warning")]
    [InlineData("Info", "Info")]
    [InlineData("Debug", "Debug")]
    [InlineData("Trace", "Trace")]
    public void ALevelIsKnownByItsNamesInAnyCase(string name, string level)
    {
        Assert.Equal(level, LogLevels.Named(name).ToString());
        Assert.Equal(level, LogLevels.Named(name.ToUpperInvariant()).ToString());
        Assert.Equal(level, LogLevels.Named(name.ToLowerInvariant()).ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("Warnings")]
    [InlineData("Inf")]
    [InlineData(" Info")]
    [InlineData("3")]
    [InlineData("İnfo")]
    public void NothingElseIsALevel(string name) => Assert.Null(LogLevels.Named(name));

    [Theory]
    [InlineData("Off", "")]
    [InlineData("Error", "E")]
    [InlineData("Warning", "EW")]
    [InlineData("Info", "EWI")]
    [InlineData("Debug", "EWID")]
    [InlineData("Trace", "EWIDT")]
    public void ALevelLetsThroughWhatMattersAsMuchOrMore(string level, string expected)
    {
        using ScratchLog log = new ScratchLog().WithFile(Enum.Parse<LogLevel>(level));
        foreach (LogLevel other in Enum.GetValues<LogLevel>().Where(other => other != LogLevel.Off))
        {
            if (log.Logger.TryBegin(other, Module.Main, null, out LogLine line))
            {
                line.Append(other.ToString().AsSpan(0, 1));
                line.Finish("vmm/A.cs", 1);
            }
        }

        Assert.Equal(expected, string.Concat(log.Lines.Select(line => line[^1])));
    }

    [Fact]
    public void WhatIsNotLetThroughIsNotEvenEvaluated()
    {
        using ScratchLog log = new ScratchLog().WithFile();
        int evaluations = 0;

        log.Debug(Module.Main, $"{++evaluations}");
        Assert.Equal(0, evaluations);
        log.Info(Module.Main, $"{++evaluations}");
        Assert.Equal(1, evaluations);
    }
}
