using System.IO;
using System.IO.Pipes;
using System.Linq;
using System.Text;
using Kiln.Linux.Descriptors;
using Kiln.Testing.Harness;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Logging;
using Xunit;

namespace Kiln.Vmm.Tests.Logging;

/// <summary>Log destinations: a line that cannot be written is dropped whole, and nobody waits or fails.</summary>
public sealed class LogTargetTests
{
    [Fact]
    public void UntilThereIsAPathLinesGoWhereTheProcessWrites()
    {
        using AnonymousPipeServerStream pipe = new(PipeDirection.In);
        using ScratchLog log = new(initial: WriteEnd(pipe));

        log.Info(Module.Main, $"to standard output");
        log.WithFile();
        log.Info(Module.Main, $"to the file");

        byte[] buffer = new byte[4096];
        string first = Encoding.UTF8.GetString(buffer, 0, pipe.Read(buffer));
        Assert.EndsWith("] to standard output\n", first, StringComparison.Ordinal);
        Assert.EndsWith("] to the file", Assert.Single(log.Lines), StringComparison.Ordinal);
    }

    // The write end waits, as a shell's does: a log that wrote to it would hang this test.
    [Fact]
    public void AFullStandardOutputIsNotWaitedFor()
    {
        using AnonymousPipeServerStream pipe = new(PipeDirection.In);
        using ScratchLog log = new(initial: WriteEnd(pipe));
        for (int count = 0; count < 5000; count++)
        {
            log.Info(Module.Main, $"line {count} {new string('x', 100)}");
        }

        Assert.InRange(log.Metrics.MissedLines.Value, 4000, 4999);
        string[] lines = [.. ReadAll(pipe)];
        Assert.Equal(5000, lines.Length + log.Metrics.MissedLines.Value);
        Assert.All(lines, line => Assert.Matches(LineFormatTests.Format(), line));
    }

    [Fact]
    public void AFullPipeWithoutAReaderLosesWholeLinesAndCountsThem()
    {
        using ScratchLog log = new();
        Fifo.Make(log.Path);
        log.WithFile();
        for (int count = 0; count < 2000; count++)
        {
            log.Info(Module.Main, $"line {count} {new string('x', count % 300)}");
        }
        long missed = log.Metrics.MissedLines.Value;
        Assert.InRange(missed, 1000, 1999);

        string[] lines = [.. Fifo.Drain(log.Path)];
        Assert.Equal(2000 - missed, lines.Length);
        Assert.All(lines, line => Assert.Matches(LineFormatTests.Format(), line));

        log.Info(Module.Main, $"there is room again");
        Assert.EndsWith("] there is room again", Assert.Single(Fifo.Drain(log.Path)), StringComparison.Ordinal);
        Assert.Equal(missed, log.Metrics.MissedLines.Value);
    }

    // A memory file system of one page: the line that finds less room than it needs is cut by the kernel.
    [Fact]
    public void OnAFullDiskLinesAreLostAndTheCutOneIsEndedOnceThereIsRoom()
    {
        Requires.Root();
        using ScratchLog log = new();
        using SmallDisk disk = new(log.PathOf("disk"));
        string path = Path.Combine(disk.Directory, "log");
        Assert.Null(log.Logger.Configure(new LoggerConfiguration(path)));
        for (int count = 0; count < 100; count++)
        {
            log.Info(Module.Main, $"line {count:d3} {new string('x', 50)}");
        }
        long missed = log.Metrics.MissedLines.Value;
        string[] full = File.ReadAllText(path).Split('\n');
        Assert.Equal(4096, new FileInfo(path).Length);
        Assert.Equal(100, full.Length - 1 + missed);
        Assert.All(full[..^1], line => Assert.Matches(LineFormatTests.Format(), line));

        disk.Grow();
        log.Info(Module.Main, $"there is room again");

        string[] lines = File.ReadAllText(path).Split('\n');
        Assert.Equal(full, lines[..full.Length]);
        Assert.EndsWith("] there is room again", lines[full.Length], StringComparison.Ordinal);
        Assert.Equal(["", missed.ToString()], [lines[^1], log.Metrics.MissedLines.Value.ToString()]);
    }

    [Fact]
    public void ADeviceThatTakesNothingIsCountedForEveryLine()
    {
        using ScratchLog log = new();
        Assert.Null(log.Logger.Configure(new LoggerConfiguration("/dev/full")));
        for (int count = 0; count < 10; count++)
        {
            log.Info(Module.Main, $"line {count}");
        }

        Assert.Equal(10, log.Metrics.MissedLines.Value);
    }

    [Fact]
    public void AClosedStandardOutputIsCountedForEveryLine()
    {
        AnonymousPipeServerStream pipe = new(PipeDirection.In);
        using ScratchLog log = new(initial: WriteEnd(pipe));
        pipe.Dispose();

        log.Info(Module.Main, $"nobody reads");

        Assert.Equal(1, log.Metrics.MissedLines.Value);
    }

    [Fact]
    public void WithoutADescriptorForItTheFailureSaysWhatToDo()
    {
        OutputFile output = new(Descriptor.StandardError, int.MaxValue);

        Assert.Equal(
            $"descriptor {int.MaxValue}, which is for the log, the metrics or the console, cannot be had: EBADF: Bad file descriptor (os error 9); "
            + "open standard output, and allow 64 descriptors (RLIMIT_NOFILE, no-file) or more",
            Assert.Throws<VmmFailure>(output.Reserve).Message);
    }

    // A restart, or another monitor with the same file.
    [Fact]
    public void AFileThatIsThereIsContinuedAtItsEnd()
    {
        using ScratchLog log = new();
        File.WriteAllText(log.Path, "of the run before\n");
        log.WithFile();
        log.Info(Module.Main, $"first");
        File.AppendAllText(log.Path, "of somebody else\n");
        log.Info(Module.Main, $"second");

        Assert.Equal(["of the run before", "of somebody else"], [log.Lines[0], log.Lines[2]]);
        Assert.EndsWith("] first", log.Lines[1], StringComparison.Ordinal);
        Assert.EndsWith("] second", log.Lines[3], StringComparison.Ordinal);
    }

    [Fact]
    public void AfterItWasRenamedAFileIsWrittenUntilItsNameIsOpenedAgain()
    {
        using ScratchLog log = new ScratchLog().WithFile();
        log.Info(Module.Main, $"one");
        File.Move(log.Path, log.PathOf("log.1"));
        log.Info(Module.Main, $"two");

        Assert.Null(log.Logger.Reopen());
        log.Info(Module.Main, $"three");

        Assert.Equal(2, File.ReadAllLines(log.PathOf("log.1")).Length);
        Assert.EndsWith("] three", Assert.Single(log.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public void WhatCannotBeOpenedAgainLeavesTheFileThatWas()
    {
        using ScratchLog log = new ScratchLog().WithFile();
        File.Move(log.Path, log.PathOf("log.1"));
        Directory.CreateDirectory(log.Path);
        string refusal = log.Logger.Reopen()!;
        Directory.Delete(log.Path);
        Fifo.Make(log.Path);
        string other = log.Logger.Reopen()!;
        log.Info(Module.Main, $"still there");

        Assert.EndsWith("log cannot be opened again: EISDIR: Is a directory (os error 21); the file opened before is still written", refusal, StringComparison.Ordinal);
        Assert.EndsWith("log is no regular file any more; the file opened before is still written", other, StringComparison.Ordinal);
        Assert.Single(File.ReadAllLines(log.PathOf("log.1")));
    }

    [Fact]
    public void ATargetThatIsNoRegularFileIsNotOpenedAgain()
    {
        using ScratchLog log = new();
        Assert.Null(log.Logger.Reopen());
        Fifo.Make(log.Path);
        log.WithFile();
        File.Move(log.Path, log.PathOf("other"));

        Assert.Null(log.Logger.Reopen());

        Assert.False(File.Exists(log.Path));
    }

    private static Descriptor WriteEnd(AnonymousPipeServerStream pipe) => new((int)pipe.ClientSafePipeHandle.DangerousGetHandle());

    private static IEnumerable<string> ReadAll(AnonymousPipeServerStream pipe)
    {
        byte[] buffer = new byte[1 << 20];
        int length = pipe.Read(buffer);
        return Encoding.UTF8.GetString(buffer, 0, length).Split('\n').SkipLast(1);
    }
}
