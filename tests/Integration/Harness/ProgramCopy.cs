using Kiln.Testing.Harness;
using Xunit;

namespace Kiln.Integration.Tests.Harness;

/// <summary>
/// A program's file under another name, ready to be executed. A process of its own writes it: a file that this process wrote may still be open in a
/// child that another test has just forked, and the kernel executes no file that is open for writing (ETXTBSY).
/// </summary>
internal static class ProgramCopy
{
    /// <summary>Copies a program, with its mode.</summary>
    /// <param name="program">One of <see cref="Artifacts"/>.</param>
    /// <param name="path">Where; nothing may be there.</param>
    /// <returns>The path.</returns>
    internal static string Create(string program, string path)
    {
        Assert.Equal(new ProgramResult(0, "", ""), RunningProgram.Run("cp", "--no-clobber", "--preserve=mode", program, path));
        return path;
    }
}
