using Kiln.Linux.Calls;
using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Kiln.Linux.Files;

namespace Kiln.Jailer.Jail.Specification;

/// <summary>What the steps of one run have made and prepared so far, and how to take it back while that is possible.</summary>
internal sealed class JailState
{
    private readonly Stack<Action> _undo = [];

    /// <summary>The directory that becomes the program's root.</summary>
    /// <exception cref="InvalidOperationException">No step has opened it: the plan is out of order.</exception>
    internal OpenDirectory Root
    {
        get => field ?? throw new InvalidOperationException("no step has opened the jail's root yet");
        set;
    }

    /// <summary>The file that takes the number of the process that becomes the program, still empty.</summary>
    /// <exception cref="InvalidOperationException">No step has made it: the plan is out of order.</exception>
    internal Descriptor PidFile
    {
        get => field.Number > 0 ? field : throw new InvalidOperationException("no step has made the pid file yet");
        set;
    }

    /// <summary>
    /// What only the process that becomes the program does, as the last it does: everything from which there is no way back. The jailer itself
    /// keeps its privileges until then, and with them the power to take back what it made.
    /// </summary>
    internal CallSequence LastCalls { get; } = new();

    /// <summary>Remembers how to take back what was just made.</summary>
    /// <param name="undo">Removes it.</param>
    internal void Made(Action undo) => _undo.Push(undo);

    /// <summary>Gives up taking anything back: the jail is in use, or the process may not even try.</summary>
    internal void Commit() => _undo.Clear();

    /// <summary>Takes back everything that was made, last first. What cannot be taken back any more stays.</summary>
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
                // The failure that led here is the one to report; a directory that is not empty holds what somebody else put there.
            }
        }
    }
}
