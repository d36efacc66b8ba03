using System.IO;
using Kiln.Linux.Descriptors;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Logging;
using Kiln.Vmm.Metrics;

namespace Kiln.Vmm.Tests.Logging;

/// <summary>A private log with a fixed clock, in a temporary directory.</summary>
internal sealed class ScratchLog : IDisposable
{
    private readonly ReservedNumber _number = new();
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("kiln-log-");

    internal ScratchLog(ILineFormat? format = null, Descriptor? initial = null)
    {
        Logger = new Logger(new OutputFile(initial ?? Descriptor.StandardError, _number.Number), Clock, () => Thread, Metrics);
        Logger.Start("web-1", format ?? TextLine.Format);
    }

    internal FixedClock Clock { get; } = new();

    private static ReadOnlySpan<byte> Thread => "vcpu 0"u8;

    internal LoggerMetrics Metrics { get; } = new VmmMetrics().Logger;

    internal Logger Logger { get; }

    internal string Path => PathOf("log");

    internal string Text => File.ReadAllText(Path);

    internal string[] Lines => Text.Split('\n')[..^1];

    internal string PathOf(string name) => System.IO.Path.Combine(_directory.FullName, name);

    /// <summary>Starts a file at <see cref="Path"/>.</summary>
    internal ScratchLog WithFile(LogLevel level = LogLevel.Info)
    {
        Xunit.Assert.Null(Logger.Configure(new LoggerConfiguration(Path, level)));
        return this;
    }

    public void Dispose()
    {
        _number.Dispose();
        _directory.Delete(recursive: true);
    }
}
