using Kiln.Integration.Tests.Snapshots;

namespace Kiln.Integration.Tests.Vsock;

/// <summary>Linux with a socket device, booted and saved once at its prompt for all tests that restore it.</summary>
public sealed class SavedSocketLinux : IDisposable
{
    /// <summary>Its cid: one that no default is.</summary>
    internal const int Cid = 42;

    private const string SocketName = "v.sock";

    private readonly Lazy<SnapshotJail> _saved = new(() =>
    {
        LinuxShell shell = Boot();
        shell.Jail.Pause();
        shell.Jail.Create();
        shell.Jail.Kill();
        return shell.Jail;
    });

    /// <summary>The jail with its files.</summary>
    internal SnapshotJail Jail => _saved.Value;

    /// <summary>Where the host's programs connect to.</summary>
    internal static string PathOf(SnapshotJail jail) => jail.Jail.PathOf(SocketName);

    // Now and then its first program dies on its own where KVM emulates the guest's kernel mode, as others do: then it is booted once more.
    private static LinuxShell Boot()
    {
        string sockets = $$"""{"guest_cid": {{Cid}}, "uds_path": "{{SocketName}}"}""";
        try
        {
            return LinuxShell.Boot(sockets: sockets);
        }
        catch (TimeoutException exception) when (exception.Message.Contains("Attempted to kill init", StringComparison.Ordinal))
        {
            return LinuxShell.Boot(sockets: sockets);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_saved.IsValueCreated)
        {
            _saved.Value.Dispose();
        }
    }
}
