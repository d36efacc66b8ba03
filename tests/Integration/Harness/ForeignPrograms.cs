using System.IO;
using Kiln.Testing.Harness;

namespace Kiln.Integration.Tests.Harness;

/// <summary>Programs that are not the published monitor, for jails.</summary>
internal static class ForeignPrograms
{
    private const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.OtherExecute;

    // Of e_type in the ELF header.
    private const int TypePlace = 16;

    private static ReadOnlySpan<byte> NoteOwner => "\u0005\0\0\0\0\0\0\0\u004d\0\0\0Kiln\0"u8;

    /// <summary>Writes the monitor as the jailer believes it and the kernel does not: of no type that can be executed.</summary>
    internal static void WriteUnloadable(string path)
    {
        byte[] program = File.ReadAllBytes(Artifacts.Vmm);
        program[TypePlace] = 0;
        Write(path, program);
    }

    /// <summary>
    /// Writes a program without the note of Kiln's monitor: it writes 16 bytes to standard output, and exits with status 0 when its
    /// standard input ends.
    /// </summary>
    internal static void WriteStranger(string path)
    {
        byte[] program = File.ReadAllBytes(Artifacts.Guest("stamp"));
        int note = program.AsSpan().IndexOf(NoteOwner);
        program[note + NoteOwner.Length - 2] = (byte)'m';
        Write(path, program);
    }

    private static void Write(string path, byte[] program)
    {
        File.WriteAllBytes(path, program);
        File.SetUnixFileMode(path, Mode);
    }
}
