namespace Kiln.Floors.Tests.Plans;

/// <summary>The floors of the jailer, and of the program of the profile commands.</summary>
internal static class JailerPlan
{
    internal const string Text = """
        .                                                                   # the program: a jail

        Jail, Jail/Steps, Jail/Specification, Jail/Cgroups, Jail/Taps       # a plan of steps, made of a specification
            Jail -> Jail/Steps, Jail/Specification, Jail/Cgroups, Jail/Taps
            Jail/Steps -> Jail/Specification, Jail/Cgroups, Jail/Taps
            Jail/Specification -> Jail/Cgroups, Jail/Taps

        CommandLine                                                         # options as they are written; a jail is specified of them
        Logging
        Companion                                                           # the program that lies beside the jailer
        """;

    internal const string ProfileCommands = """
        .                                                                   # one folder a command, over what they share
        Explain                                                             # shows what score counts and diff proves
        Diff                                                                # asks as why does, and reads threads as attest does
        Attest, Check, Score, Stats, Why
        Options, Wording
        """;
}
