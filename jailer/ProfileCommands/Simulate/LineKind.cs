namespace Kiln.ProfileCommands.Simulate;

/// <summary>What a line of a recording is.</summary>
internal enum LineKind
{
    /// <summary>A system call.</summary>
    Call,

    /// <summary>Nothing that counts: an empty line, a comment, a signal, the end of a process, the rest of a call that is already counted.</summary>
    Nothing,

    /// <summary>A call that x86_64 does not have, or one of another architecture.</summary>
    Foreign,

    /// <summary>Something else.</summary>
    Unknown,
}
