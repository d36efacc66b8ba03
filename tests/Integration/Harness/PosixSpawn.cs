using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Xunit;

namespace Kiln.Integration.Tests.Harness;

/// <summary>
/// posix_spawn(3): a child that only its starter reaps. It ignores no signal, whatever the shell of these tests ignores: a background command
/// ignores SIGINT and SIGQUIT.
/// </summary>
internal static unsafe class PosixSpawn
{
    // More than glibc's posix_spawn_file_actions_t has, on every architecture.
    private const int ActionsSize = 256;

    // More than its posix_spawnattr_t has.
    private const int AttributesSize = 512;

    // sigset_t.
    private const int SignalsSize = 128;

    private const short SetDefaults = 4; // POSIX_SPAWN_SETSIGDEF

    private static byte** Environment => *(byte***)NativeLibrary.GetExport(NativeLibrary.GetMainProgramHandle(), "environ");

    /// <summary>Starts a program with this process's environment and nothing to read.</summary>
    /// <param name="command">The program, found by PATH, and its arguments.</param>
    internal static int Start(string[] command, SafePipeHandle output, SafePipeHandle error)
    {
        byte* actions = stackalloc byte[ActionsSize];
        Assert.Equal(0, posix_spawn_file_actions_init(actions));
        fixed (byte* nothing = "/dev/null\0"u8)
        {
            Assert.Equal(0, posix_spawn_file_actions_addopen(actions, 0, nothing, 0, 0));
        }
        Assert.Equal(0, posix_spawn_file_actions_adddup2(actions, (int)output.DangerousGetHandle(), 1));
        Assert.Equal(0, posix_spawn_file_actions_adddup2(actions, (int)error.DangerousGetHandle(), 2));
        byte* attributes = stackalloc byte[AttributesSize];
        byte* all = stackalloc byte[SignalsSize];
        Assert.Equal(0, posix_spawnattr_init(attributes));
        Assert.Equal(0, sigfillset(all));
        Assert.Equal(0, posix_spawnattr_setsigdefault(attributes, all));
        Assert.Equal(0, posix_spawnattr_setflags(attributes, SetDefaults));
        byte** words = (byte**)NativeMemory.AllocZeroed((nuint)command.Length + 1, (nuint)sizeof(byte*));
        for (int index = 0; index < command.Length; index++)
        {
            words[index] = (byte*)Marshal.StringToCoTaskMemUTF8(command[index]);
        }
        int process;
        Assert.Equal((command[0], 0), (command[0], posix_spawnp(&process, words[0], actions, attributes, words, Environment)));
        for (int index = 0; index < command.Length; index++)
        {
            Marshal.FreeCoTaskMem((nint)words[index]);
        }
        NativeMemory.Free(words);
        Assert.Equal(0, posix_spawnattr_destroy(attributes));
        Assert.Equal(0, posix_spawn_file_actions_destroy(actions));
        return process;
    }

    [DllImport("libc")]
    private static extern int posix_spawnp(int* process, byte* file, void* actions, void* attributes, byte** arguments, byte** environment);

    [DllImport("libc")]
    private static extern int posix_spawnattr_init(void* attributes);

    [DllImport("libc")]
    private static extern int posix_spawnattr_setsigdefault(void* attributes, void* signals);

    [DllImport("libc")]
    private static extern int posix_spawnattr_setflags(void* attributes, short flags);

    [DllImport("libc")]
    private static extern int posix_spawnattr_destroy(void* attributes);

    [DllImport("libc")]
    private static extern int sigfillset(void* signals);

    [DllImport("libc")]
    private static extern int posix_spawn_file_actions_init(void* actions);

    [DllImport("libc")]
    private static extern int posix_spawn_file_actions_destroy(void* actions);

    [DllImport("libc")]
    private static extern int posix_spawn_file_actions_addopen(void* actions, int number, byte* path, int flags, uint mode);

    [DllImport("libc")]
    private static extern int posix_spawn_file_actions_adddup2(void* actions, int number, int newNumber);
}
