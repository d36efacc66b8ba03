namespace Kiln.Profiles.Diagnostics;

/// <summary>Stable ids of diagnostics.</summary>
internal static class DiagnosticId
{
    /// <summary>The file is missing or cannot be read.</summary>
    internal const string Unreadable = "KP001";

    /// <summary>Not YAML, or not one document.</summary>
    internal const string Syntax = "KP002";

    /// <summary>YAML that can mean something other than what a reviewer sees.</summary>
    internal const string Hidden = "KP003";

    /// <summary>The file is longer or nested deeper than profiles may be.</summary>
    internal const string OverLimit = "KP004";

    internal const string DuplicateKey = "KP005";

    internal const string UnknownKey = "KP101";

    /// <summary>A missing required key.</summary>
    internal const string MissingKey = "KP102";

    /// <summary>A value of the wrong type.</summary>
    internal const string WrongKind = "KP103";

    /// <summary>An unknown system call.</summary>
    internal const string UnknownSyscall = "KP104";

    internal const string UnknownConstant = "KP105";

    /// <summary>A condition that no value, or every value, satisfies.</summary>
    internal const string Impossible = "KP106";

    /// <summary>An empty list or text.</summary>
    internal const string Empty = "KP107";

    /// <summary>The profile's name differs from its file's.</summary>
    internal const string WrongName = "KP108";

    /// <summary>An include of a profile that does not exist.</summary>
    internal const string UnknownInclude = "KP109";

    /// <summary>The rules exceed the length of a BPF program.</summary>
    internal const string TooLarge = "KP110";

    internal const string IncludeCycle = "KP111";

    /// <summary>A value with more bits than the condition compares.</summary>
    internal const string TooWide = "KP112";

    /// <summary>A default that allows calls.</summary>
    internal const string OpenDefault = "KP113";

    /// <summary>A rule without a reason.</summary>
    internal const string MissingReason = "KP114";

    /// <summary>A duplicate rule or value.</summary>
    internal const string Duplicate = "KP115";

    /// <summary>An unreachable rule: others before it match all of its calls.</summary>
    internal const string Shadowed = "KP116";

    /// <summary>A profile that no program includes.</summary>
    internal const string UnusedFragment = "KP117";

    /// <summary>A rule that a stricter program on the same thread overrules.</summary>
    internal const string Overruled = "KP118";

    /// <summary>A call listed as common that no rule names.</summary>
    internal const string CommonWithoutRule = "KP119";

    /// <summary>An <c>allow</c> for a warning that does not occur.</summary>
    internal const string UnusedAllow = "KP120";

    /// <summary>Conditions too complex to analyze in bounded time.</summary>
    internal const string TooIntricate = "KP121";

    /// <summary>A constant named like a C constant with another value.</summary>
    internal const string ShadowedConstant = "KP122";

    /// <summary>A constant that no rule uses.</summary>
    internal const string UnusedConstant = "KP123";

    /// <summary>A comparison of more or fewer bits than the kernel looks at: a warning, as a rule may mean it.</summary>
    internal const string OtherWidth = "KP316";
}
