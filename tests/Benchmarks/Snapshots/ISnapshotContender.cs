namespace Kiln.Benchmarks.Snapshots;

/// <summary>A monitor that saves a machine to files and loads it; its guest goes on writing lines to the console, which is standard output.</summary>
internal interface ISnapshotContender
{
    /// <summary>Bytes that the guest has written when it computes: more than its first line.</summary>
    const int FirstResults = 1000;

    /// <summary>The name in figures.</summary>
    string Name { get; }

    /// <summary>Starts the guest, and returns when it has filled its memory and computes.</summary>
    IRunningMachine Start();

    /// <summary>Starts a monitor that is ready to load.</summary>
    IRunningMachine StartEmpty();
}

/// <summary>One monitor and its machine. Killed when it is disposed.</summary>
internal interface IRunningMachine : IDisposable
{
    /// <summary>The monitor's process.</summary>
    int Process { get; }

    void Pause();

    /// <summary>Saves the paused machine to the contender's files.</summary>
    void Create();

    void Resume();

    /// <summary>Loads the machine from the contender's files and lets it run; returns at the answer.</summary>
    void Load();

    /// <summary>Waits for the first byte that the guest writes in this process.</summary>
    void AwaitByte();
}
