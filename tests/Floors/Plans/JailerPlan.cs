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
        Attest, Explain                                                     # attest goes by answers as diff does; explain shows what diff proves
        Diff, Simulate                                                      # ask as why does
        Check, Score, Stats, Threads, Why
        Options, Wording
        """;
}
