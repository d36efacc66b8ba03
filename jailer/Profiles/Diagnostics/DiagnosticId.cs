namespace Kiln.Profiles.Diagnostics;

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

    /// <summary>A value that needs more bits than the condition looks at.</summary>
    internal const string TooWide = "KP112";

    /// <summary>A default that lets calls through.</summary>
    internal const string OpenDefault = "KP113";

    /// <summary>A rule without its reason.</summary>
    internal const string MissingReason = "KP114";

    /// <summary>A rule or value that is there already.</summary>
    internal const string Duplicate = "KP115";

    /// <summary>A rule that is never reached, because others answer all of its calls before.</summary>
    internal const string Shadowed = "KP116";

    /// <summary>A profile that no program includes.</summary>
    internal const string UnusedFragment = "KP117";

    /// <summary>A rule that another program on the same thread overrules.</summary>
    internal const string Overruled = "KP118";

    /// <summary>A call that is said to be common, and that no rule names.</summary>
    internal const string CommonWithoutRule = "KP119";

    /// <summary>A warning is allowed that there is no cause for.</summary>
    internal const string UnusedAllow = "KP120";

    /// <summary>Conditions about which nothing can be proven in bounded time.</summary>
    internal const string TooIntricate = "KP121";
}
