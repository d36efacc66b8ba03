using System.Globalization;
using Kiln.Vmm.Foundation;

namespace Kiln.Probes.Spawning;

/// <summary>
/// <c>spawn PARALLEL GROUP PROGRAM ARGUMENT...</c>: starts a program as often as asked for, all at once, and prints what each start took to the
/// moment when the guest program <c>stamp</c>, which they all become, is entered. Every <c>{}</c> in an argument is the start's number.
/// </summary>
internal static class SpawnCommand
{
    private const string Number = "{}";
    private const string NoGroup = "-";

    // An uneventful start takes milliseconds; one of fifty on a busy host under emulation less than a second.
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Prints a line for each start: nanoseconds of wall and of processor time. With a GROUP, which is the directory of a cgroup or <c>-</c>,
    /// what they take is counted there, but not what their ends take.
    /// </summary>
    /// <param name="arguments">The arguments after the command's name.</param>
    /// <exception cref="InvalidOperationException">A start failed, or the command line is wrong.</exception>
    internal static void Run(string[] arguments)
    {
        if (arguments is not [string parallel, string group, .. string[] command] || command.Length == 0)
        {
            throw new InvalidOperationException("spawn PARALLEL GROUP PROGRAM ARGUMENT...");
        }
        StartedProgram[] programs = new StartedProgram[int.Parse(parallel, CultureInfo.InvariantCulture)];
        using StampPipes pipes = StampPipes.TakeStandardStreams();
        ProcessorGroup? its = group == NoGroup ? null : new ProcessorGroup(group);
        its?.Enter();
        for (int index = 0; index < programs.Length; index++)
        {
            string number = index.ToString(CultureInfo.InvariantCulture);
            programs[index] = StartedProgram.Start(Array.ConvertAll(command, word => word.Replace(Number, number, StringComparison.Ordinal)));
        }
        its?.Leave();
        pipes.GiveStandardOutputBack();
        List<string> lines = [];
        foreach (Stamp stamp in pipes.Receive(programs.Length, _patience))
        {
            StartedProgram program = Array.Find(programs, candidate => candidate.Process == stamp.Process)
                ?? throw new InvalidOperationException($"process {stamp.Process} was not started here");
            lines.Add(string.Create(
                CultureInfo.InvariantCulture, $"{stamp.Nanoseconds - program.StartedNanoseconds} {program.ProcessorNanoseconds}\n"));
        }
        Array.ForEach(programs, program => its?.PutOut(program.Process));
        pipes.LetGo();
        foreach (StartedProgram program in programs)
        {
            program.WaitForSuccess();
        }
        Message.Output(string.Concat(lines));
    }
}
