namespace Kiln.ProfileCommands.Diff;

/// <summary>What a comparison comes to, from best to worst.</summary>
internal enum DiffVerdict
{
    Equal,

    /// <summary>Every difference is a stricter answer.</summary>
    Stricter,

    /// <summary>A call fails otherwise, such as by another errno, and none is made that was not.</summary>
    Other,

    /// <summary>A call gets a less strict answer.</summary>
    Wider,

    /// <summary>Some calls could not be followed.</summary>
    NotProven,
}
