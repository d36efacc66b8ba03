using System.Runtime.InteropServices;
using Kiln.Linux.Abi;
using Kiln.Linux.Calls;

namespace Kiln.Linux.Processes;

/// <summary>
/// A program to become, laid out in memory beforehand: between the last preparation and execve(2) nothing is allocated and nothing of the
/// runtime runs. It lives as long as the process, which is until it is used.
/// </summary>
public sealed unsafe class ProgramImage
{
    private readonly byte* _path;
    private readonly byte** _arguments;
    private readonly byte** _environment;

    /// <summary>Lays out a program with an empty environment.</summary>
    /// <param name="path">The program.</param>
    /// <param name="arguments">Its arguments, from the program's name on.</param>
    public ProgramImage(string path, IReadOnlyList<string> arguments)
    {
        _path = Copy(path);
        _arguments = (byte**)NativeMemory.AllocZeroed((nuint)arguments.Count + 1, (nuint)sizeof(byte*));
        for (int index = 0; index < arguments.Count; index++)
        {
            _arguments[index] = Copy(arguments[index]);
        }
        _environment = (byte**)NativeMemory.AllocZeroed(1, (nuint)sizeof(byte*));
    }

    /// <summary>Prepares to become the program.</summary>
    /// <param name="calls">Takes the call, which returns only when it fails.</param>
    public void PrepareExecuting(CallSequence calls) =>
        calls.Add("execve", SystemCall.SYS_execve, (nuint)_path, (nuint)_arguments, (nuint)_environment);

    private static byte* Copy(string text) => (byte*)CallSequence.Keep<byte>(CString.Encode(text));
}
