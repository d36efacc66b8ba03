using System.IO;
using Kiln.Testing.Harness;

namespace Kiln.Integration.Tests.Harness;

/// <summary>A copy of the jailer in a folder of its own, and perhaps a program in the place of the one that lies beside it.</summary>
internal sealed class LoneJailer : IDisposable
{
    private const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    internal LoneJailer()
    {
        Folder = Directory.CreateTempSubdirectory("kiln-lone-jailer-").FullName;
        Jailer = ProgramCopy.Create(Artifacts.Jailer, Path.Combine(Folder, "jailer"));
        File.SetUnixFileMode(Folder, Mode);
    }

    internal string Folder { get; }

    internal string Jailer { get; }

    /// <summary>Where the program of the profile commands belongs.</summary>
    internal string Companion => Path.Combine(Folder, "jailer-profile");

    /// <summary>Puts a shell script there. A shell writes it: see <see cref="ProgramCopy"/>.</summary>
    internal void PlaceScript(string script)
    {
        RunningProgram.Run("sh", "-c", "printf '#!/bin/sh\\n%s\\n' \"$0\" >\"$1\"", script, Companion);
        File.SetUnixFileMode(Companion, Mode);
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
