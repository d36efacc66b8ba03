using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.State;
using Tmds.Linux;

namespace Kiln.Vmm.Snapshots;

/// <summary>Reads the state file of a snapshot.</summary>
internal static class StateFile
{
    /// <summary>Reads a file to its end, or until it is longer than a state, which a reader refuses.</summary>
    /// <param name="path">The file; in a jail, relative to the jail's root.</param>
    /// <returns>Null on success, otherwise why it cannot be read.</returns>
    internal static SystemError? TryRead(string path, out FileBytes? state)
    {
        state = null;
        // O_NONBLOCK, so that a pipe without a writer is an empty file and no endless wait.
        if (OwnedDescriptor.TryOpen(path, LibC.O_RDONLY | LibC.O_NONBLOCK, 0, out OwnedDescriptor? opened) is { } error)
        {
            return error;
        }
        using (opened)
        {
            return FileBytes.TryRead(opened!.Descriptor, StateFormat.Longest, out state);
        }
    }
}
