using Kiln.Vmm.Model.Devices;

namespace Kiln.Vmm.Devices.Virtio.Balloon;

// What clients ask for. The texts are those that they match.
internal sealed partial class BalloonDevice : IBalloonControl
{
    private const string Inactive = "Device not activated yet.";

    private const string NoHinting = "Attempting to use hinting when not enabled";

    /// <inheritdoc/>
    public BalloonReport Report
    {
        get
        {
            lock (_link.Gate)
            {
                return new BalloonReport(_space.Target, _space.Actual, _statistics?.Values ?? [], _space.Command, _hinting?.GuestCommand);
            }
        }
    }

    /// <inheritdoc/>
    public bool HasStatistics => _statistics is not null;

    /// <inheritdoc/>
    public string? ReasonAgainstHinting => _hinting is null ? NoHinting : null;

    /// <inheritdoc/>
    public string? Resize(BalloonUpdate update)
    {
        lock (_link.Gate)
        {
            if (!_link.IsActive)
            {
                return Inactive;
            }
            ulong most = Math.Min(_memoryMebibytes, BalloonConfiguration.MostMebibytes);
            if (update.Mebibytes > most)
            {
                return $"Requested memory should be less than {most}MiB";
            }
            _space.SetTarget(update.Mebibytes * BalloonConfiguration.PagesPerMebibyte);
            return null;
        }
    }

    /// <inheritdoc/>
    public string? Change(BalloonStatisticsUpdate update)
    {
        lock (_link.Gate)
        {
            if (update.Seconds == (_statistics?.Seconds ?? 0))
            {
                return null;
            }
            if (_statistics is null || update.Seconds == 0)
            {
                return "Statistics cannot be enabled/disabled after activation.";
            }
            if (!_link.IsActive)
            {
                return Inactive;
            }
            _statistics.Seconds = update.Seconds;
            if (_link.Features.HasFlag(BalloonFeatures.Statistics))
            {
                _statistics.AskAnew();
            }
            return null;
        }
    }

    /// <inheritdoc/>
    public string? Start(BalloonHinting hinting)
    {
        lock (_link.Gate)
        {
            string? reason = ReasonAgainstRun;
            if (reason is null)
            {
                _hinting!.Start(hinting.AcknowledgeOnStop);
            }
            return reason;
        }
    }

    /// <inheritdoc/>
    public string? StopHinting()
    {
        lock (_link.Gate)
        {
            string? reason = ReasonAgainstRun;
            if (reason is null)
            {
                _hinting!.Finish();
            }
            return reason;
        }
    }

    private string? ReasonAgainstRun => ReasonAgainstHinting ?? true switch
    {
        _ when !_link.IsActive => Inactive,
        _ when !_link.Features.HasFlag(BalloonFeatures.Hinting) => NoHinting,
        _ => null,
    };
}
