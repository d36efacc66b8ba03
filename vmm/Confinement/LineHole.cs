namespace Kiln.Vmm.Confinement;

/// <summary>What a template leaves open, as a byte that no line has.</summary>
internal enum LineHole : byte
{
    /// <summary>The time with nine digits of a second.</summary>
    Time = 1,

    /// <summary>The time with seven.</summary>
    ShortTime,

    /// <summary>The thread's name.</summary>
    Thread,

    /// <summary>What is said.</summary>
    Message,

    /// <summary>What is said, in a string of JSON.</summary>
    QuotedMessage,

    /// <summary>The same, cut after <see cref="LineTemplate.MaximumReason"/> characters.</summary>
    QuotedReason,

    /// <summary>The exit status.</summary>
    Status,

    /// <summary>The name of the event by which the process ends.</summary>
    Event,
}
