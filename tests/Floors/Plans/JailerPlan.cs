namespace Kiln.Floors.Tests.Plans;

/// <summary>The floors of the jailer.</summary>
internal static class JailerPlan
{
    internal const string Text = """
        .                                                                   # the program: a jail, or a command for profiles

        ProfileCommands                                                     # one folder a command, over what they share
            ProfileCommands/Attest, ProfileCommands/Check, ProfileCommands/Explain, ProfileCommands/Stats, ProfileCommands/Why
            ProfileCommands/Options, ProfileCommands/Wording
            ProfileCommands -> ProfileCommands/Attest, ProfileCommands/Check, ProfileCommands/Explain, ProfileCommands/Stats
            ProfileCommands -> ProfileCommands/Why, ProfileCommands/Options
            ProfileCommands/Attest -> ProfileCommands/Options, ProfileCommands/Wording
            ProfileCommands/Check -> ProfileCommands/Options, ProfileCommands/Wording
            ProfileCommands/Explain -> ProfileCommands/Options, ProfileCommands/Wording
            ProfileCommands/Stats -> ProfileCommands/Options, ProfileCommands/Wording
            ProfileCommands/Why -> ProfileCommands/Options, ProfileCommands/Wording

        Jail, Jail/Steps, Jail/Specification, Jail/Cgroups                  # a plan of steps, made of a specification
            Jail -> Jail/Steps, Jail/Specification, Jail/Cgroups
            Jail/Steps -> Jail/Specification, Jail/Cgroups
            Jail/Specification -> Jail/Cgroups

        CommandLine                                                         # options as they are written; a jail is specified of them
        Logging
        Foundation
        """;
}
