namespace Kiln.Vmm.Confinement;

/// <summary>A placeholder in a template: a byte that does not occur in lines.</summary>
internal enum LineHole : byte
{
    /// <summary>The time, with nanoseconds in nine digits.</summary>
    Time = 1,

    /// <summary>The time, with units of 100 ns in seven digits.</summary>
    ShortTime,

    Thread,

    Message,

    /// <summary>The message, escaped for a JSON string.</summary>
    QuotedMessage,

    /// <summary>The message, escaped for a JSON string and cut after <see cref="LineTemplate.MaximumReason"/> characters.</summary>
    QuotedReason,

    /// <summary>The process's exit status.</summary>
    Status,

    /// <summary>The life-cycle event with which the process ends.</summary>
    Event,
}
