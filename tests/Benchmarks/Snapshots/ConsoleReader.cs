using System.Diagnostics;
using System.IO;
using System.Threading;

namespace Kiln.Benchmarks.Snapshots;

/// <summary>Reads a monitor's standard output all the time: a full pipe would hold some monitors up.</summary>
internal sealed class ConsoleReader
{
    private readonly Stream _stream;
    private long _count;

    internal ConsoleReader(Process process)
    {
        _stream = process.StandardOutput.BaseStream;
        new Thread(Read) { IsBackground = true }.Start();
    }

    /// <summary>Waits until something was read.</summary>
    /// <param name="count">How many bytes.</param>
    /// <exception cref="TimeoutException"/>
    internal void Await(int count)
    {
        if (!SpinWait.SpinUntil(() => Volatile.Read(ref _count) >= count, TimeSpan.FromSeconds(30)))
        {
            throw new TimeoutException("the guest says nothing");
        }
    }

    private void Read()
    {
        byte[] buffer = new byte[4096];
        while (_stream.Read(buffer) is var count and > 0)
        {
            Interlocked.Add(ref _count, count);
        }
    }
}
