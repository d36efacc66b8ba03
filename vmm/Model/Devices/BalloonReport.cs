namespace Kiln.Vmm.Model.Devices;

/// <summary>What a balloon knows of its guest, at one moment.</summary>
/// <param name="TargetPages">The pages of 4 KiB that the host wants.</param>
/// <param name="ActualPages">The pages that the guest says it has given.</param>
/// <param name="Statistics">The guest's statistics by their tag; null for those that it never sent.</param>
/// <param name="HostCommand">The host's last command of free page hinting.</param>
/// <param name="GuestCommand">The guest's last command of free page hinting; null before the first.</param>
internal sealed record BalloonReport(
    uint TargetPages, uint ActualPages, IReadOnlyList<ulong?> Statistics, uint HostCommand, uint? GuestCommand);
