using System.IO;
using System.Threading;
using Mono.Unix.Native;

namespace Kiln.Integration.Tests.Soak;

/// <content>What the host does meanwhile.</content>
internal sealed partial class Life
{
    private const int LongestStopMilliseconds = 300;
    private const int LongestRestMilliseconds = 200;

    // Runs on a thread of its own.
    private void Disturb()
    {
        Random chance = new(_plan.Seed + 1);
        while (!_isOver && !_program.HasEnded)
        {
            Thread.Sleep(chance.Next(LongestRestMilliseconds));
            switch (chance.Next(10))
            {
                case < 6:
                    Stop(chance.Next(LongestStopMilliseconds));
                    break;
                case 6:
                    Resize((long)chance.Next(1, DiskMebibytes) << 20);
                    break;
                case 7:
                    Resize((long)DiskMebibytes << 20);
                    break;
                case 8:
                    Do("SIGPIPE", () => Syscall.kill(_program.Id, Signum.SIGPIPE));
                    break;
                default:
                    Do("the other disk goes", () => File.Delete(_jail.PathOf("other")));
                    break;
            }
        }
    }

    private void Stop(int milliseconds)
    {
        Do($"SIGSTOP for {milliseconds} ms", () => Syscall.kill(_program.Id, Signum.SIGSTOP));
        Thread.Sleep(milliseconds);
        _ = Syscall.kill(_program.Id, Signum.SIGCONT);
    }

    private void Resize(long bytes) => Do($"the disk has {bytes} bytes", () =>
    {
        using FileStream image = new(_jail.PathOf("disk"), FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        image.SetLength(bytes);
    });

    private void Do(string what, Action action)
    {
        Tell(what);
        action();
    }
}
