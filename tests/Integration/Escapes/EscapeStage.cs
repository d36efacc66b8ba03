using Kiln.Integration.Tests.Harness;
using Kiln.Testing.Harness;

namespace Kiln.Integration.Tests.Escapes;

/// <summary>A jail for the hostile program, and what outside the jail it goes for.</summary>
internal sealed class EscapeStage : IDisposable
{
    /// <summary>The caller that gives the jailer a terminal.</summary>
    internal const string Terminal = "terminal";

    private readonly TestJail _jail = new(Artifacts.Hostile);
    private readonly EscapeTargets _targets;

    internal EscapeStage() => _targets = new EscapeTargets(_jail);

    /// <summary>Whether the program stays root; otherwise it runs as the jail's user.</summary>
    internal bool StaysRoot { get; init; }

    private IEnumerable<string> JailerArguments => StaysRoot
        ? ["--id", _jail.Id, "--exec-file", _jail.ExecFile, "--uid", "0", "--gid", "0", "--chroot-base-dir", _jail.BaseDirectory]
        : _jail.JailerArguments;

    /// <summary>Runs the hostile program in the jail to its end.</summary>
    /// <param name="jailer">The jailer and its own arguments in front of those of every jailer.</param>
    /// <param name="manner">How tests/hostile makes the attempt: <c>attempt</c>, <c>plainly</c> or <c>in-namespace</c>.</param>
    /// <param name="options">More of the jailer's options.</param>
    internal Outcome Run(IEnumerable<string> jailer, Attempt attempt, string manner, params string[] options)
    {
        // What the words stand for may have to lie in the jail.
        string[] words = _targets.Prepare(attempt.Words);
        string[] command = [.. jailer, .. JailerArguments, .. options, .. _targets.Prepare(attempt.Options), "--", manner, .. words];
        return Outcome.Of(attempt.Caller == Terminal
            ? RunningProgram.Run("script", "-qec", string.Join(' ', command), "/dev/null")
            : RunningProgram.Run([.. _targets.Prepare(attempt.Caller), .. command]));
    }

    /// <summary>The steps of a jailer with an attempt's options; none when it does not know them.</summary>
    internal string[] StepsFor(Attempt attempt) => RunningProgram
        .Run([Artifacts.WeakJailer, "--steps", "--", .. JailerArguments, .. _targets.Prepare(attempt.Options)]).Output
        .Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>What comes of an attempt by root and without any jail.</summary>
    internal Outcome RunOutside(Attempt attempt) => Outcome.Of(RunningProgram.Run([.. _targets.Prepare(attempt.Caller), Artifacts.Hostile, "attempt", .. _targets.Prepare(attempt.Words)]));

    public void Dispose()
    {
        _targets.Dispose();
        _jail.Dispose();
    }
}
