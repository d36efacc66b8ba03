using System.Linq;
using System.Text.RegularExpressions;

namespace Kiln.Vmm.Tests.Machine.Description.Acpi;

/// <summary>Linux messages that complain about firmware.</summary>
internal static partial class FirmwareComplaints
{
    // A property of the host's processor, which the monitor does not hide.
    private const string OfTheHost = "TSC doesn't count with P0 frequency";

    /// <summary>The lines that complain.</summary>
    /// <param name="log">The kernel's log, at its most talkative level.</param>
    internal static string[] In(string log) =>
    [
        .. log.Split('\n').Where(line =>
            Subject().IsMatch(line) && Complaint().IsMatch(line) && !line.Contains(OfTheHost, StringComparison.Ordinal)),
    ];

    [GeneratedRegex("acpi|firmware|bios|pnp|vmgen|ged:|lnro0005", RegexOptions.IgnoreCase)]
    private static partial Regex Subject();

    [GeneratedRegex(
        @"error|warn|bug[)\]]|exception|invalid|fail|unable|cannot|could not|missing|ignor|mismatch|incorrect|conflict", RegexOptions.IgnoreCase)]
    private static partial Regex Complaint();
}
