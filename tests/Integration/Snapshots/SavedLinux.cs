using System.Threading;

namespace Kiln.Integration.Tests.Snapshots;

/// <summary>Linux at its prompt, booted and saved once for all tests that restore it.</summary>
public sealed class SavedLinux : IDisposable
{
    private readonly Lazy<(LinuxShell Shell, long PausedAt, long Lag)> _saved = new(() =>
    {
        LinuxShell shell = LinuxShell.Boot();
        long guests = shell.Time();
        long lag = DateTimeOffset.UtcNow.ToUnixTimeSeconds() - guests;
        shell.Jail.Pause();
        long now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        shell.Jail.Create();
        return (shell, now, lag);
    });

    /// <summary>The jail with its files.</summary>
    internal SnapshotJail Jail => _saved.Value.Shell.Jail;

    /// <summary>The host's time when it was paused, in seconds.</summary>
    internal long PausedAt => _saved.Value.PausedAt;

    /// <summary>Seconds by which the guest's time was late then: a kernel that is emulated loses some while it boots.</summary>
    internal long Lag => _saved.Value.Lag;

    /// <summary>Waits until it has lain in its files for a time.</summary>
    internal void Age(int seconds) => SpinWait.SpinUntil(() => DateTimeOffset.UtcNow.ToUnixTimeSeconds() > PausedAt + seconds);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_saved.IsValueCreated)
        {
            _saved.Value.Shell.Dispose();
        }
    }
}
