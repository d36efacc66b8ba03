using System.Diagnostics;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading.Tasks;
using Kiln.Linux.Abi;
using Kiln.Seccomp.Tests.Syscalls;
using Kiln.Testing.Seccomp.Generation;
using Xunit;

namespace Kiln.Seccomp.Tests.Bpf;

/// <summary>Asks the kernel what a program answers: a process in C forks for each, and the child installs the program and makes the call.</summary>
internal static class KernelFilter
{
    /// <summary>The child was ended.</summary>
    internal const int Ended = -1;

    private const string Source =
        """
        #define _GNU_SOURCE
        #include <errno.h>
        #include <linux/filter.h>
        #include <linux/seccomp.h>
        #include <stdio.h>
        #include <sys/prctl.h>
        #include <sys/syscall.h>
        #include <sys/wait.h>
        #include <unistd.h>

        struct question { int length, number; unsigned long arguments[6]; };

        static int answer(const struct question *asked, struct sock_filter *program)
        {
            struct sock_fprog filter = { asked->length, program };
            const unsigned long *a = asked->arguments;
            if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) || syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &filter))
                return -1000 - errno;
            errno = 0;
            syscall(asked->number, a[0], a[1], a[2], a[3], a[4], a[5]);
            return errno;
        }

        int main(void)
        {
            struct question asked;
            struct sock_filter program[4096];
            while (fread(&asked, sizeof asked, 1, stdin) == 1 && fread(program, 8, asked.length, stdin) == asked.length) {
                int ends[2], told = -1;
                if (pipe(ends))
                    return 1;
                if (fork() == 0) {
                    told = answer(&asked, program);
                    write(ends[1], &told, sizeof told);
                    syscall(SYS_exit_group, 0);
                }
                close(ends[1]);
                if (read(ends[0], &told, sizeof told) != sizeof told)
                    told = -1;
                close(ends[0]);
                wait(NULL);
                fwrite(&told, sizeof told, 1, stdout);
            }
            return 0;
        }
        """;

    /// <returns>For each the errno, or <see cref="Ended"/>; below -1000 where the kernel did not take the program.</returns>
    internal static int[] AnswersTo(IReadOnlyList<(sock_filter[] Program, Call Call)> questions)
    {
        string folder = Directory.CreateTempSubdirectory("kiln-filter-").FullName;
        try
        {
            string program = Path.Combine(folder, "ask");
            CCompiler.Build(Source, program);
            return Ask(program, questions);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static int[] Ask(string program, IReadOnlyList<(sock_filter[] Program, Call Call)> questions)
    {
        using Process process = Process.Start(new ProcessStartInfo(program) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        using MemoryStream answers = new();
        Task reading = process.StandardOutput.BaseStream.CopyToAsync(answers);
        using (BinaryWriter writer = new(process.StandardInput.BaseStream))
        {
            foreach ((sock_filter[] asked, Call call) in questions)
            {
                writer.Write(asked.Length);
                writer.Write(call.Number);
                writer.Write(MemoryMarshal.AsBytes<ulong>(call.Arguments));
                writer.Write(MemoryMarshal.AsBytes<sock_filter>(asked));
            }
        }
        reading.GetAwaiter().GetResult();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        int[] told = MemoryMarshal.Cast<byte, int>(answers.ToArray()).ToArray();
        Assert.Equal(questions.Count, told.Length);
        return told;
    }
}
