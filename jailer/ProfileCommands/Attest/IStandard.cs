using Kiln.Seccomp.Rules;

namespace Kiln.ProfileCommands.Attest;

/// <summary>What the filters of a thread are measured by.</summary>
internal interface IStandard
{
    /// <summary>What is said of a process that meets it.</summary>
    string Met { get; }

    /// <summary>What is said of one that does not.</summary>
    string Failed { get; }

    /// <summary>Lists the deviations of a thread.</summary>
    /// <param name="expected">The programs that its role requires, oldest first.</param>
    /// <param name="carried">The filters present, oldest first.</param>
    IReadOnlyList<Finding> Compare(IReadOnlyList<FilterProfile> expected, IReadOnlyList<CarriedFilter> carried);
}
