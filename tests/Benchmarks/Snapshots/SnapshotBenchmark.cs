using System.Diagnostics;
using System.IO;

namespace Kiln.Benchmarks.Snapshots;

/// <summary>
/// Pause, create, resume and load of a guest at CPL 3 that computes and writes lines, its files in memory, for sizes of guest memory; QEMU's migration
/// to a file and back beside it.
/// </summary>
internal static class SnapshotBenchmark
{
    private const string Words = "timer=periodic counter=off rounds=100000000 iterations=1000";

    // Guest memory, and how much of it the guest has filled, in MiB.
    private static readonly (int Memory, int Touched)[] _sizes = [(128, 0), (512, 100), (2048, 0)];

    internal static IEnumerable<Figure> Run(Stage stage, int runs)
    {
        foreach ((int memory, int touched) in _sizes)
        {
            string folder = Directory.CreateDirectory($"/dev/shm/kiln-bench-{Environment.ProcessId}").FullName;
            string words = $"{Words} touch={touched}";
            List<ISnapshotContender> contenders = [new KilnContender(stage, folder, memory, words)];
            if (QemuContender.IsInstalled)
            {
                contenders.Add(new QemuContender(stage, folder, memory, words));
            }
            try
            {
                foreach (ISnapshotContender contender in contenders)
                {
                    string title = $"{contender.Name}, {memory} MiB with {touched} filled: ";
                    foreach (Figure figure in (Figure[])[.. Save(contender, title, runs), .. Load(contender, title, runs)])
                    {
                        yield return figure;
                    }
                }
            }
            finally
            {
                Directory.Delete(folder, recursive: true);
            }
        }
    }

    private static Figure[] Save(ISnapshotContender contender, string title, int runs)
    {
        List<double> pause = [];
        List<double> create = [];
        List<double> resume = [];
        using IRunningMachine machine = contender.Start();
        for (int run = 0; run < runs; run++)
        {
            pause.Add(Time(machine.Pause));
            create.Add(Time(machine.Create));
            resume.Add(Time(machine.Resume));
        }
        return [Figure.Of(title + "pause", "ms", pause), Figure.Of(title + "create", "ms", create), Figure.Of(title + "resume", "ms", resume)];
    }

    private static Figure[] Load(ISnapshotContender contender, string title, int runs)
    {
        List<double> answer = [];
        List<double> exit = [];
        List<double> whole = [];
        List<double> memory = [];
        for (int run = 0; run < runs; run++)
        {
            long start = Stopwatch.GetTimestamp();
            using IRunningMachine machine = contender.StartEmpty();
            long ready = Stopwatch.GetTimestamp();
            machine.Load();
            answer.Add(Stopwatch.GetElapsedTime(ready).TotalMilliseconds);
            whole.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            machine.AwaitByte();
            exit.Add(Stopwatch.GetElapsedTime(ready).TotalMilliseconds);
            memory.Add(MemoryBenchmark.ResidentKibibytes(machine.Process) / 1024.0);
        }
        return
        [
            Figure.Of(title + "load request to its answer, the guest running", "ms", answer),
            Figure.Of(title + "load request to the guest's next byte", "ms", exit),
            Figure.Of(title + "spawn to the answer", "ms", whole),
            Figure.Of(title + "own memory after the load", "MiB", memory),
        ];
    }

    private static double Time(Action step)
    {
        long start = Stopwatch.GetTimestamp();
        step();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }
}
