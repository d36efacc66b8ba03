using Kiln.Vmm.Devices.Virtio.Balloon;
using Kiln.Vmm.Model.Devices;

namespace Kiln.Testing.Vmm.Api;

/// <summary>A fake balloon that answers everything alike.</summary>
/// <param name="answer">Returns the refusal of a call, or null.</param>
internal sealed class FakeBalloon(Func<string?> answer) : IBalloonControl
{
    /// <summary>What is told of the guest.</summary>
    public BalloonReport Report { get; set; } = new(0, 0, new ulong?[16], 0, null);

    /// <summary>Whether statistics are on.</summary>
    public bool HasStatistics { get; set; } = true;

    /// <summary>Why there is no hinting.</summary>
    public string? ReasonAgainstHinting { get; set; }

    public string? Resize(BalloonUpdate update) => answer();

    public string? Change(BalloonStatisticsUpdate update) => answer();

    public string? Start(BalloonHinting hinting) => answer();

    public string? StopHinting() => answer();
}
