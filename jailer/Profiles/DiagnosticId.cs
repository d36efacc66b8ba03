namespace Kiln.Profiles;

/// <summary>The stable names of what can be wrong in a profile.</summary>
internal static class DiagnosticId
{
    /// <summary>The file is missing or cannot be read.</summary>
    internal const string Unreadable = "KP001";

    /// <summary>Not YAML, or not one document.</summary>
    internal const string Syntax = "KP002";

    /// <summary>YAML of a kind that makes a text mean other than what a reviewer sees.</summary>
    internal const string Hidden = "KP003";

    /// <summary>Longer or deeper than any profile.</summary>
    internal const string OverLimit = "KP004";

    /// <summary>A key that is there twice.</summary>
    internal const string DuplicateKey = "KP005";

    /// <summary>A key that the language does not have.</summary>
    internal const string UnknownKey = "KP101";

    /// <summary>A key that must be there.</summary>
    internal const string MissingKey = "KP102";

    /// <summary>A value of another kind than the key takes.</summary>
    internal const string WrongKind = "KP103";

    /// <summary>A system call that does not exist.</summary>
    internal const string UnknownSyscall = "KP104";

    /// <summary>A constant that the language does not know.</summary>
    internal const string UnknownConstant = "KP105";

    /// <summary>A condition that no argument, or every argument, satisfies.</summary>
    internal const string Impossible = "KP106";

    /// <summary>A list or text with nothing in it.</summary>
    internal const string Empty = "KP107";

    /// <summary>The profile's name is not its file's.</summary>
    internal const string WrongName = "KP108";

    /// <summary>An include of a profile that does not exist.</summary>
    internal const string UnknownInclude = "KP109";

    /// <summary>The rules do not fit into a program.</summary>
    internal const string TooLarge = "KP110";

    /// <summary>An include that leads back to the profile.</summary>
    internal const string IncludeCycle = "KP111";
}
