using Kiln.Integration.Tests.Snapshots;

namespace Kiln.Integration.Tests.Networks;

/// <summary>Linux with an interface and an address, booted and saved once at its prompt for all tests that restore it, each into a network of its own.</summary>
public sealed class SavedNetworkedLinux : IDisposable
{
    private readonly Lazy<SnapshotJail> _saved = new(() =>
    {
        using GuestNetwork network = new();
        LinuxShell shell = LinuxShell.Boot(network);
        shell.Jail.Pause();
        shell.Jail.Create();
        // Its files are enough, and other tests count the processes of its user.
        shell.Jail.Kill();
        return shell.Jail;
    });

    /// <summary>The jail with its files.</summary>
    internal SnapshotJail Jail => _saved.Value;

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_saved.IsValueCreated)
        {
            _saved.Value.Dispose();
        }
    }
}
