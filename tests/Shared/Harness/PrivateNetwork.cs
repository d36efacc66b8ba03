using System.IO;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Kiln.Testing.Harness;

/// <summary>Runs tests in a network namespace of their own, which goes with their thread and with the programs that it has started.</summary>
internal static class PrivateNetwork
{
    private const int NewNetwork = 0x40000000;

    // Of interfaces that are made in this thread's namespace.
    private const string Ipv6Switch = "/proc/sys/net/ipv6/conf/default/disable_ipv6";

    /// <summary>Runs a test's body on a new thread in a new network namespace.</summary>
    /// <param name="body">The body; its exceptions are rethrown.</param>
    internal static void Run(Action body) => OwnThread.Run(() =>
    {
        if (unshare(NewNetwork) != 0)
        {
            throw new InvalidOperationException($"unshare: error {Marshal.GetLastPInvokeError()}");
        }
        // Otherwise the kernel sends frames of its own through every interface that comes up.
        if (File.Exists(Ipv6Switch))
        {
            File.WriteAllText(Ipv6Switch, "1");
        }
        body();
    });

    /// <summary>Runs a test's body on a new thread in a network namespace that has a name.</summary>
    /// <param name="path">Where it is mounted.</param>
    /// <param name="body">The body; its exceptions are rethrown.</param>
    internal static void RunIn(string path, Action body) => OwnThread.Run(() =>
    {
        using SafeFileHandle handle = File.OpenHandle(path);
        if (setns((int)handle.DangerousGetHandle(), NewNetwork) != 0)
        {
            throw new InvalidOperationException($"setns: error {Marshal.GetLastPInvokeError()}");
        }
        body();
    });

    [DllImport("libc", SetLastError = true)]
    private static extern int unshare(int flags);

    [DllImport("libc", SetLastError = true)]
    private static extern int setns(int fd, int kind);
}
