namespace Kiln.Jailer.ProfileCommands.Attest;

/// <summary>How the filters of a thread depart from those that it should carry.</summary>
internal enum FindingKind
{
    /// <summary>A program is not there.</summary>
    Missing,

    /// <summary>A program is there with other instructions.</summary>
    Different,

    /// <summary>A program is there that should not be.</summary>
    Extra,

    /// <summary>The programs are there, in another order.</summary>
    WrongOrder,

    /// <summary>A program logs what it should forbid.</summary>
    LogsOnly,

    /// <summary>The thread has a name that the monitor gives to none: what it should carry is not known.</summary>
    UnknownThread,
}
