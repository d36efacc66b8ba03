using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Mono.Unix.Native;
using Xunit;

namespace Kiln.Integration.Tests.Clients;

/// <summary>A FIFO that a client makes and reads, from its first byte until the last writer has closed it.</summary>
internal sealed class Fifo
{
    // A writer may come a whole start of a monitor later.
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(20);

    private readonly Task<string> _reading;

    private Fifo(string path, int descriptor)
    {
        Path = path;
        _reading = Task.Factory.StartNew(() => ReadToEnd(descriptor), TaskCreationOptions.LongRunning);
    }

    internal string Path { get; }

    /// <summary>All that was written; waits until no writer is left.</summary>
    internal string Text => _reading.Wait(_patience) ? _reading.Result : throw new TimeoutException($"{Path} still has a writer");

    /// <summary>Makes one, and opens it for reading without waiting for a writer.</summary>
    /// <param name="mode">Its mode, whatever the umask.</param>
    internal static Fifo Make(string path, FilePermissions mode)
    {
        Assert.Equal(0, Syscall.mkfifo(path, FilePermissions.S_IRUSR | FilePermissions.S_IWUSR));
        Assert.Equal(0, Syscall.chmod(path, mode));
        int descriptor = Syscall.open(path, OpenFlags.O_RDONLY | OpenFlags.O_NONBLOCK | OpenFlags.O_CLOEXEC);
        Assert.True(descriptor >= 0, path);
        return new Fifo(path, descriptor);
    }

    // A FIFO without a writer reads as ended until somebody has written.
    private static unsafe string ReadToEnd(int descriptor)
    {
        StringBuilder text = new();
        long end = Environment.TickCount64 + (long)_patience.TotalMilliseconds;
        byte* piece = stackalloc byte[4096];
        while (Environment.TickCount64 < end)
        {
            long count = Syscall.read(descriptor, piece, 4096);
            if (count > 0)
            {
                text.Append(Encoding.UTF8.GetString(piece, (int)count));
            }
            else if (count == 0 && text.Length > 0)
            {
                break;
            }
            else
            {
                Thread.Sleep(5);
            }
        }
        _ = Syscall.close(descriptor);
        return text.ToString();
    }
}
