using System.IO;
using System.Runtime.InteropServices;
using System.Threading;

namespace Kiln.Benchmarks.Spawn;

/// <summary>
/// A mount namespace with many mounts, and a thread that lives in it: the mounts are invisible to the host and to other threads, but visible to
/// whatever the thread starts.
/// </summary>
internal sealed class MountCrowd : IDisposable
{
    private const int CLONE_NEWNS = 0x20000;
    private const ulong MS_BIND = 0x1000;
    private const ulong MS_REC = 0x4000;
    private const ulong MS_PRIVATE = 1 << 18;

    private readonly SemaphoreSlim _wanted = new(0);
    private readonly SemaphoreSlim _done = new(0);
    private readonly Thread _thread;
    private Action? _action;
    private Exception? _failure;

    /// <param name="directory">An empty directory, below which the mounts are made.</param>
    /// <param name="count">The number of mounts in addition to the host's.</param>
    /// <exception cref="InvalidOperationException"/>
    internal MountCrowd(string directory, int count)
    {
        Count = count;
        _thread = new Thread(Live);
        _thread.Start();
        Do(() => Fill(directory, count));
    }

    /// <summary>The number of mounts in addition to the host's.</summary>
    internal int Count { get; }

    /// <summary>Runs an action on the thread in the namespace, and waits for it.</summary>
    /// <exception cref="InvalidOperationException"/>
    internal void Do(Action action)
    {
        _action = action;
        _wanted.Release();
        _done.Wait();
        if (_failure is { } failure)
        {
            throw new InvalidOperationException($"among {Count} mounts: {failure.Message}", failure);
        }
    }

    /// <summary>Ends the thread, and with it the namespace.</summary>
    public void Dispose()
    {
        _action = null;
        _wanted.Release();
        _thread.Join();
        _wanted.Dispose();
        _done.Dispose();
    }

    private void Live()
    {
        for (_wanted.Wait(); _action is { } action; _wanted.Wait())
        {
            try
            {
                action();
            }
            catch (Exception exception)
            {
                _failure = exception;
            }
            _done.Release();
        }
    }

    private static void Fill(string directory, int count)
    {
        Demand(unshare(CLONE_NEWNS), "unshare");
        Demand(mount(null, "/", null, MS_REC | MS_PRIVATE, 0), "mount /");
        if (count == 0)
        {
            return;
        }
        Demand(mount("tmpfs", directory, "tmpfs", 0, 0), "mount tmpfs");
        string source = Directory.CreateDirectory(Path.Combine(directory, "source")).FullName;
        for (int index = 1; index < count; index++)
        {
            string target = Directory.CreateDirectory(Path.Combine(directory, $"{index}")).FullName;
            Demand(mount(source, target, null, MS_BIND, 0), "mount --bind");
        }
    }

    private static void Demand(int result, string call)
    {
        if (result != 0)
        {
            throw new IOException($"{call}: {Marshal.GetLastPInvokeErrorMessage()}");
        }
    }

    [DllImport("libc", SetLastError = true)]
    private static extern int unshare(int flags);

    [DllImport("libc", SetLastError = true)]
    private static extern int mount(
        [MarshalAs(UnmanagedType.LPUTF8Str)] string? source,
        [MarshalAs(UnmanagedType.LPUTF8Str)] string target,
        [MarshalAs(UnmanagedType.LPUTF8Str)] string? type,
        ulong flags,
        nint data);
}
