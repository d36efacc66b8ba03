namespace Kiln.Fuzz.Targets.Jailer;

/// <summary>How far a command line of the jailer's gets.</summary>
internal enum CommandLineStage
{
    /// <summary>It is arguments.</summary>
    Arguments,

    /// <summary>They are options, each with its value.</summary>
    Options,

    /// <summary>Every value that can be judged without asking the host is right.</summary>
    Values,
}
