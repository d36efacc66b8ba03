using Kiln.Jailer.Foundation;
using Kiln.Linux.Descriptors;
using Kiln.Linux.Mounts;
using Tmds.Linux;

namespace Kiln.Jailer.Jail.Specification;

/// <summary>A network namespace made by the operator, held open from before the first step.</summary>
internal sealed class NetworkNamespace : IDisposable
{
    private readonly OwnedDescriptor _handle;

    private NetworkNamespace(HostPath path, OwnedDescriptor handle)
    {
        Path = path;
        _handle = handle;
    }

    /// <summary>The path as given on the command line.</summary>
    internal HostPath Path { get; }

    /// <summary>Opens a namespace file.</summary>
    /// <param name="path">Such as <c>/var/run/netns/web-1</c>; symbolic links are followed.</param>
    /// <exception cref="JailerFailure">The file does not exist or cannot be opened.</exception>
    internal static NetworkNamespace Open(HostPath path) =>
        // O_NONBLOCK: opening a FIFO of this name would block the jailer forever.
        OwnedDescriptor.TryOpen(path.Text, LibC.O_RDONLY | LibC.O_NONBLOCK, 0, out OwnedDescriptor? handle) is { } error
            ? throw new JailerFailure($"the network namespace {path} cannot be opened: {error.Errno}; make it with 'ip netns add', or check --netns")
            : new NetworkNamespace(path, handle!);

    /// <summary>Moves the calling thread, and the program that it executes, into the namespace.</summary>
    /// <exception cref="JailerFailure"/>
    internal void Join()
    {
        if (MountNamespace.TryJoin(_handle.Descriptor, NamespaceFlags.CLONE_NEWNET) is { } error)
        {
            throw new JailerFailure($"{Path} cannot be entered as a network namespace: {error.Errno}; check --netns");
        }
    }

    public void Dispose() => _handle.Dispose();
}
