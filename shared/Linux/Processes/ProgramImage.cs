using System.Runtime.InteropServices;
using Kiln.Linux.Abi;
using Kiln.Linux.Calls;
using Kiln.Linux.Errors;

namespace Kiln.Linux.Processes;

/// <summary>
/// A program to execute, laid out in memory in advance: between the last preparation and execve(2) nothing is allocated and no runtime code
/// runs. The memory is never freed.
/// </summary>
public sealed unsafe class ProgramImage
{
    private readonly byte* _path;
    private readonly byte** _arguments;
    private readonly byte** _environment;

    /// <summary>Lays out a program with an empty environment.</summary>
    /// <param name="arguments">The arguments, beginning with argv[0].</param>
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

    /// <summary>Prepares to execute the program.</summary>
    /// <param name="calls">Receives the call, which returns only on failure.</param>
    public void PrepareExecuting(CallSequence calls) =>
        calls.Add("execve", SystemCall.SYS_execve, (nuint)_path, (nuint)_arguments, (nuint)_environment);

    /// <summary>Executes the program in this process, in the environment that this process has.</summary>
    /// <returns>Why it is not executed.</returns>
    public SystemError Become()
    {
        _ = Native.execv(_path, _arguments);
        return SystemError.Last("execve");
    }

    private static byte* Copy(string text) => (byte*)CallSequence.Keep<byte>(CString.Encode(text));
}
