using Kiln.Seccomp.Rules;

namespace Kiln.ProfileCommands.Score;

/// <summary>The figure of one program.</summary>
internal sealed record ProgramScore(FilterProfile Program, decimal Figure)
{
    internal string Name => FilterProfiles.NameOf(Program);

    /// <summary>What has to be known beside the figure; empty for a thread that runs.</summary>
    internal string Remark => Program switch
    {
        FilterProfile.Setup => "transient: until each thread has a program of its own",
        FilterProfile.Launch => "transient: from the jailer's last step to the monitor's first statement",
        _ => "",
    };

    /// <summary>Whether a monitor whose guest runs has no thread any more whose last program this is.</summary>
    internal static bool IsTransient(FilterProfile program) => program is FilterProfile.Setup or FilterProfile.Launch;
}
