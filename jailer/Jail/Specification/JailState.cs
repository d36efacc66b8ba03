using Kiln.Linux.Calls;
using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Kiln.Linux.Files;

namespace Kiln.Jailer.Jail.Specification;

/// <summary>What the steps of a run have made and prepared so far, and how to undo it while that is possible.</summary>
/// <param name="warn">Tells the operator what the jail lacks, although it is built.</param>
internal sealed class JailState(Action<string> warn)
{
    private readonly Stack<Action> _undo = [];

    /// <summary>The directory that becomes the program's root.</summary>
    /// <exception cref="InvalidOperationException">No step has opened it: the plan is in the wrong order.</exception>
    internal OpenDirectory Root
    {
        get => field ?? throw new InvalidOperationException("no step has opened the jail's root yet");
        set;
    }

    /// <summary>The open pid file, empty until the program's pid is known.</summary>
    /// <exception cref="InvalidOperationException">No step has created it: the plan is in the wrong order.</exception>
    internal Descriptor PidFile
    {
        get => field.Number > 0 ? field : throw new InvalidOperationException("no step has made the pid file yet");
        set;
    }

    /// <summary>The pipe by which a monitor in a child says that it serves; null when the jailer does not wait for that.</summary>
    internal ReadinessPipe? Readiness { get; set; }

    /// <summary>The status that the jailer ends with when all steps have succeeded.</summary>
    internal int Status { get; set; }

    /// <summary>
    /// Irreversible calls, made last and only by the process that becomes the program. Until then the jailer keeps its privileges, and with
    /// them the ability to undo what it made.
    /// </summary>
    internal CallSequence LastCalls { get; } = new();

    /// <summary>Warns of what the jail lacks, although it is built.</summary>
    internal void Warn(string message) => warn(message);

    /// <summary>Registers how to undo what was just made.</summary>
    internal void Made(Action undo) => _undo.Push(undo);

    /// <summary>Discards all undo actions: the jail is in use, or the process may no longer even try.</summary>
    internal void Commit() => _undo.Clear();

    /// <summary>Undoes everything in reverse order. Whatever can no longer be removed stays.</summary>
    internal void Undo()
    {
        while (_undo.TryPop(out Action? undo))
        {
            try
            {
                undo();
            }
            catch (LinuxException)
            {
                // Report the original failure. A directory that is not empty holds files that someone else put there.
            }
        }
    }
}
