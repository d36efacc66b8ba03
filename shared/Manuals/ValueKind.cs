namespace Kiln.Manuals;

/// <summary>What the value of an option is, as its name in help tells.</summary>
internal enum ValueKind
{
    /// <summary>Something that a shell cannot know.</summary>
    Free,

    /// <summary>A file.</summary>
    File,

    /// <summary>A directory.</summary>
    Directory,

    /// <summary>One of some words.</summary>
    Choice,
}
