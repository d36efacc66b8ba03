using System.Runtime.InteropServices;
using Kiln.Jailer.Foundation;
using Kiln.Linux.Abi;
using Kiln.Linux.Errors;
using Kiln.Linux.Files;
using Kiln.Seccomp.Bpf;
using Kiln.Seccomp.Container;

namespace Kiln.ProfileCommands.Options;

/// <summary>A file of compiled filters: a set of <c>compile</c>, or one filter of others as its bare instructions.</summary>
/// <param name="Set">Null when it is one filter.</param>
/// <param name="Program">The instructions of one filter, which the kernel would take; empty when it is a set.</param>
internal sealed record FilterFile(FilterSet? Set, sock_filter[] Program)
{
    // Six programs of 4096 instructions and their rules; the monitor reads no more either.
    private const int MaximumLength = 1024 * 1024;

    // sizeof(struct sock_filter): seccomp_export_bpf, seccompiler and others write a filter as its instructions alone.
    private const int InstructionLength = 8;

    /// <exception cref="JailerFailure">The file cannot be read, or is neither.</exception>
    internal static FilterFile Read(string file)
    {
        byte[] bytes = BytesOf(file);
        if (FilterSet.TryRead(bytes, out FilterSet? set, out string? error))
        {
            return new FilterFile(set, []);
        }
        if (bytes.AsSpan().StartsWith(FilterSet.Magic) || bytes.Length % InstructionLength != 0)
        {
            throw new JailerFailure($"{file} is no filter set: {error}; make one with 'jailer profile compile'");
        }
        sock_filter[] program = MemoryMarshal.Cast<byte, sock_filter>(bytes).ToArray();
        return ForeignProgram.ReasonAgainst(program) is { } reason
            ? throw new JailerFailure($"{file} is neither a filter set nor a BPF program: {reason}; make one with 'jailer profile compile'")
            : new FilterFile(null, program);
    }

    private static byte[] BytesOf(string file)
    {
        try
        {
            return FileContent.ReadRegular(file, MaximumLength);
        }
        catch (LinuxException exception)
        {
            throw new JailerFailure($"{file} cannot be read: {exception.Error.Errno.Description}");
        }
    }
}
