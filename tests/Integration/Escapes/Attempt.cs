namespace Kiln.Integration.Tests.Escapes;

/// <summary>One way out of a jail, and what closes it.</summary>
/// <param name="Words">The attempt of tests/hostile and its arguments; <c>{name}</c> stands for what <see cref="EscapeTargets"/> prepares.</param>
/// <param name="Filtered">
/// What comes of it behind the filters: the system call that is not made, the error of one that is, or <c>killed</c>.
/// </param>
/// <param name="Refused">What comes of it without filters: the error, or <c>UNCHANGED</c>; several where kernels differ, separated by <c>|</c>.</param>
/// <param name="Protections">The jailer's steps that close it. Without all of them, and without filters, it succeeds.</param>
internal sealed record Attempt(string Words, string Filtered, string Refused, params string[] Protections)
{
    /// <summary>The step that installs the filters: where it is the only protection, nothing else stops the attempt.</summary>
    internal const string Filters = "InstallLaunchFilter";

    /// <summary>What comes of an attempt that succeeds.</summary>
    internal const string Done = "done";

    /// <summary>More of the jailer's options.</summary>
    internal string Options { get; init; } = "";

    /// <summary>What starts the jailer and leaves it something, with its arguments.</summary>
    internal string Caller { get; init; } = "";

    /// <summary>Whether some kernels, and hosts that keep a capability even from root, refuse it everywhere.</summary>
    internal bool MayBeMissing { get; init; }

    /// <summary>What the host must give, beside what every attempt needs.</summary>
    internal Action? Requirement { get; init; }

    /// <summary>What tells it from all others.</summary>
    internal string Title => $"{Words} {Options}".TrimEnd();

    /// <summary>Its name in tests/hostile.</summary>
    internal string Name => Words.Split(' ')[0];
}
