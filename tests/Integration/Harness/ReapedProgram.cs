using System.IO;
using System.IO.Pipes;
using System.Text;
using System.Text.RegularExpressions;
using System.Threading;
using System.Threading.Tasks;
using Mono.Unix.Native;

namespace Kiln.Integration.Tests.Harness;

/// <summary>
/// A program under test whose wait status is read directly from the kernel: .NET's Process cannot distinguish exit status 143 from death by
/// signal 15. Standard input is empty. Killed when the test ends.
/// </summary>
internal sealed partial class ReapedProgram : IDisposable
{
    // A guest of these tests runs for milliseconds; the bound only keeps a hung one from hanging the suite.
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(20);

    private readonly Task _reading;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _error = new();
    private Ending? _ending;

    private ReapedProgram(int id, AnonymousPipeServerStream output, AnonymousPipeServerStream error)
    {
        Id = id;
        _reading = Task.WhenAll(CollectAsync(output, _output), CollectAsync(error, _error));
    }

    /// <summary>The process; the jailer's stays the monitor's.</summary>
    internal int Id { get; }

    internal string Output => Read(_output);

    internal string Error => Read(_error);

    /// <summary>The process as /proc shows it.</summary>
    internal ProcessView Process => new(Id);

    /// <summary>Whether it has ended; it is then also reaped.</summary>
    internal bool HasEnded => Poll() is not null;

    /// <summary>Starts a program with this process's environment.</summary>
    /// <param name="command">The program, found by PATH, and its arguments.</param>
    internal static ReapedProgram Start(params string[] command)
    {
        AnonymousPipeServerStream output = new(PipeDirection.In, HandleInheritability.None);
        AnonymousPipeServerStream error = new(PipeDirection.In, HandleInheritability.None);
        int id = PosixSpawn.Start(command, output.ClientSafePipeHandle, error.ClientSafePipeHandle);
        output.DisposeLocalCopyOfClientHandle();
        error.DisposeLocalCopyOfClientHandle();
        return new ReapedProgram(id, output, error);
    }

    /// <summary>Sends it a signal.</summary>
    internal void Signal(Signum signal) => Syscall.kill(Id, signal);

    /// <summary>Waits for the end, and for all that it wrote.</summary>
    /// <exception cref="TimeoutException">Too long a time passed.</exception>
    internal Ending WaitForEnd()
    {
        Ending ending = WaitForExit();
        return _reading.Wait(_patience) ? ending : throw new TimeoutException($"somebody keeps the program's streams; output: {Output} error: {Error}");
    }

    /// <summary>Waits for the end alone: a child of its may keep its streams.</summary>
    /// <exception cref="TimeoutException">Too long a time passed.</exception>
    internal Ending WaitForExit() => SpinWait.SpinUntil(() => HasEnded, _patience)
        ? _ending!
        : throw new TimeoutException($"the program did not end; output: {Output} error: {Error}");

    /// <summary>Waits until its output holds a text.</summary>
    /// <exception cref="TimeoutException">It ended or too long a time passed first.</exception>
    internal void WaitForOutput(string text)
    {
        // Where the log and the guest share a stream, a line of the log may stand within a word of the guest's.
        bool Has() => Output.Contains(text, StringComparison.Ordinal) || LogLine().Replace(Output, "").Contains(text, StringComparison.Ordinal);
        if (!SpinWait.SpinUntil(() => Has() || HasEnded, _patience) || (!Has() && _reading.Wait(_patience) && !Has()))
        {
            throw new TimeoutException($"waited for '{text}'; ending: {_ending}; output: {Output} error: {Error}");
        }
    }

    public void Dispose()
    {
        if (!HasEnded)
        {
            Signal(Signum.SIGKILL);
            WaitForEnd();
        }
    }

    private Ending? Poll()
    {
        lock (_reading)
        {
            if (_ending is null && Syscall.waitpid(Id, out int status, WaitOptions.WNOHANG) == Id)
            {
                _ending = Ending.Of(status);
            }
            return _ending;
        }
    }

    private static async Task CollectAsync(AnonymousPipeServerStream pipe, StringBuilder text)
    {
        using StreamReader reader = new(pipe);
        char[] piece = new char[4096];
        while (await reader.ReadAsync(piece) is > 0 and int count)
        {
            lock (text)
            {
                text.Append(piece, 0, count);
            }
        }
    }

    private static string Read(StringBuilder text)
    {
        lock (text)
        {
            return text.ToString();
        }
    }

    [GeneratedRegex("[0-9]{4}-[0-9]{2}-[0-9]{2}T[^\n]*\n")]
    private static partial Regex LogLine();
}
