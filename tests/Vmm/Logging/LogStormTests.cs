using System.IO;
using System.Linq;
using System.Threading;
using Kiln.Vmm.Logging;
using Xunit;

namespace Kiln.Vmm.Tests.Logging;

/// <summary>Many threads write while the log moves from file to file under them.</summary>
public sealed class LogStormTests(ITestOutputHelper output)
{
    private const int Threads = 16;
    private const int LinesOfEach = 2000;

    [Fact]
    public void EveryLineIsThereOnceAndWhole()
    {
        using ScratchLog log = new ScratchLog().WithFile();
        bool over = false;
        Thread[] threads = [.. Enumerable.Range(0, Threads).Select(number => new Thread(() =>
        {
            for (int count = 0; count < LinesOfEach; count++)
            {
                log.Info(Module.Main, $"{number} {count} {new string('x', (number + count) % 200)}");
            }
        }))];
        int files = 1;
        Thread moves = new(() =>
        {
            while (!Volatile.Read(ref over))
            {
                log.Logger.Configure(new LoggerConfiguration(log.PathOf($"log-{files++}"), ShowLevel: files % 2 == 0, ShowLogOrigin: files % 5 == 0));
                Thread.Sleep(1);
            }
        });
        moves.Start();
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        Volatile.Write(ref over, true);
        moves.Join();

        string[] lines = [.. Directory.GetFiles(log.PathOf("")).SelectMany(path => File.ReadAllText(path).Split('\n').SkipLast(1))];
        output.WriteLine($"{files} files");
        Assert.Equal(0, log.Metrics.MissedLines.Value);
        Assert.All(lines, line => Assert.Matches(LineFormatTests.Format(), line));
        Assert.Equal(Threads * LinesOfEach, lines.Length);
        Assert.Equal(Threads * LinesOfEach, lines.Select(line => line.Split("] ")[1]).Distinct().Count());
        Assert.All(lines, line => Assert.Equal(Length(line), line.Split(' ')[^1].Length));
    }

    // How many letters a line should end with.
    private static int Length(string line)
    {
        string[] words = line.Split("] ")[1].Split(' ');
        return (int.Parse(words[0]) + int.Parse(words[1])) % 200;
    }
}
