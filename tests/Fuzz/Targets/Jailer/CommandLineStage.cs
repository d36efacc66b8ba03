namespace Kiln.Fuzz.Targets.Jailer;

/// <summary>The stages of a jailer command line.</summary>
internal enum CommandLineStage
{
    Arguments,

    /// <summary>All arguments are options with values.</summary>
    Options,

    /// <summary>Every value that can be checked without the host is valid.</summary>
    Values,
}
