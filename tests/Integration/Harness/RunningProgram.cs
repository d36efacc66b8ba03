using System.Diagnostics;
using System.Text;
using System.Threading;

namespace Kiln.Integration.Tests.Harness;

/// <summary>A program under test, its output collected while it runs. Killed when the test ends, however it ends.</summary>
internal sealed class RunningProgram : IDisposable
{
    // A guest of these tests runs for milliseconds; the bound only keeps a hung one from hanging the suite.
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(20);

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _error = new();
    private readonly ManualResetEventSlim _outputClosed = new();
    private readonly ManualResetEventSlim _errorClosed = new();

    private RunningProgram(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => Collect(_output, line.Data, _outputClosed);
        process.ErrorDataReceived += (_, line) => Collect(_error, line.Data, _errorClosed);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>The process; the jailer's stays the monitor's.</summary>
    internal int Id => _process.Id;

    /// <summary>Standard output so far, line by line.</summary>
    internal string Output => Read(_output);

    /// <summary>Standard error so far, line by line.</summary>
    internal string Error => Read(_error);

    internal bool HasEnded => _process.HasExited;

    /// <summary>Starts a program with standard input a pipe that stays open.</summary>
    internal static RunningProgram Start(string file, params IEnumerable<string> arguments) => new(new Process
    {
        StartInfo = new ProcessStartInfo(file, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        },
    });

    /// <summary>Starts a program with standard input a pipe that stays open.</summary>
    /// <param name="command">The program and its arguments.</param>
    internal static RunningProgram Start(string[] command) => Start(command[0], command[1..]);

    /// <summary>Runs a program to its end.</summary>
    /// <param name="command">The program and its arguments.</param>
    internal static ProgramResult Run(string[] command) => Run(command[0], command[1..]);

    /// <summary>Runs a program to its end.</summary>
    internal static ProgramResult Run(string file, params IEnumerable<string> arguments)
    {
        using RunningProgram program = Start(file, arguments);
        return program.WaitForEnd();
    }

    /// <summary>Types into its standard input.</summary>
    internal void Type(string text)
    {
        _process.StandardInput.Write(text);
        _process.StandardInput.Flush();
    }

    /// <summary>Ends its standard input.</summary>
    internal void EndInput() => _process.StandardInput.Close();

    /// <summary>Waits until its output holds a text.</summary>
    /// <exception cref="TimeoutException">It ended or too long a time passed first.</exception>
    internal void WaitForOutput(string text) => WaitForOutput(text, _patience);

    /// <summary>Waits until its output holds a text, perhaps with log lines in between: console and log may share standard output.</summary>
    /// <param name="patience">How long at most.</param>
    /// <exception cref="TimeoutException">It ended or too long a time passed first.</exception>
    internal void WaitForOutput(string text, TimeSpan patience) => WaitUntil(() => Holds(Output, text), $"'{text}' in the output", patience);

    /// <summary>Waits for the end.</summary>
    /// <exception cref="TimeoutException">Too long a time passed.</exception>
    internal ProgramResult WaitForEnd() => WaitForEnd(_patience);

    /// <summary>Waits for the end.</summary>
    /// <param name="patience">How long at most.</param>
    /// <exception cref="TimeoutException">Too long a time passed.</exception>
    internal ProgramResult WaitForEnd(TimeSpan patience)
    {
        if (!_process.WaitForExit(patience))
        {
            throw new TimeoutException($"the program did not end; output: {Output} error: {Error}");
        }
        _outputClosed.Wait(_patience);
        _errorClosed.Wait(_patience);
        return new ProgramResult(_process.ExitCode, Output, Error);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit();
        }
        _process.Dispose();
        _outputClosed.Dispose();
        _errorClosed.Dispose();
    }

    private void WaitUntil(Func<bool> condition, string what, TimeSpan patience)
    {
        Stopwatch watch = Stopwatch.StartNew();
        while (!condition())
        {
            if (HasEnded || watch.Elapsed > patience)
            {
                ProgramResult? result = HasEnded ? WaitForEnd() : null;
                if (result is not null && condition())
                {
                    return;
                }
                throw new TimeoutException($"waited for {what}; status {result?.Status}; output: {Output} error: {Error}");
            }
            Thread.Sleep(5);
        }
    }

    private static bool Holds(string output, string text) =>
        output.Contains(text, StringComparison.Ordinal) || LogLines.Remove(output).Contains(text, StringComparison.Ordinal);

    private static void Collect(StringBuilder text, string? line, ManualResetEventSlim closed)
    {
        if (line is null)
        {
            closed.Set();
            return;
        }
        lock (text)
        {
            text.Append(line).Append('\n');
        }
    }

    private static string Read(StringBuilder text)
    {
        lock (text)
        {
            return text.ToString();
        }
    }
}
