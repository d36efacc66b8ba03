using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Kiln.Linux.Files;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Machine;
using Kiln.Vmm.Model;
using Kiln.Vmm.State;
using Tmds.Linux;

namespace Kiln.Vmm.Snapshots;

/// <summary>A snapshot that was read without KVM and without the files of its drives, as far as a load of it would go.</summary>
/// <param name="Devices">Its devices, in the order in which they are saved.</param>
internal sealed record SavedSnapshot(SnapshotOrigin Origin, VmConfiguration Configuration, IReadOnlyList<SavedDevice> Devices)
{
    /// <summary>Bytes of the guest's memory.</summary>
    private ulong MemoryLength => Configuration.Machine.MemoryMebibytes << 20;

    /// <summary>Reads a state file.</summary>
    /// <param name="path">The file; in a jail, relative to the jail's root.</param>
    /// <exception cref="VmmFailure">It cannot be read, or no machine can be loaded from it.</exception>
    internal static SavedSnapshot Open(string path)
    {
        if (StateFile.TryRead(path, out FileBytes? content) is { } error)
        {
            throw Unreadable("state", path, error);
        }
        using (content)
        {
            try
            {
                return Read(content!.Bytes);
            }
            catch (Exception failure) when (failure is StateFailure or VmmFailure)
            {
                throw new VmmFailure($"{Excerpt.OfPath(path)}: {failure.Message}");
            }
        }
    }

    /// <summary>Reads a state, all of it: every section is read by the code that loads it.</summary>
    /// <exception cref="StateFailure">No machine has this state.</exception>
    /// <exception cref="VmmFailure">The host does not map the address space for the guest's memory.</exception>
    internal static SavedSnapshot Read(ReadOnlySpan<byte> state)
    {
        StateReader reader = new(state);
        SnapshotOrigin origin = SnapshotOrigin.Load(ref reader);
        VmConfiguration configuration = VmConfiguration.Load(ref reader);
        using UnpoweredMachine machine = new(configuration);
        machine.Load(ref reader);
        reader.Finish();
        return new SavedSnapshot(origin, configuration, SavedDevice.AllOf(machine.Board.Devices, configuration));
    }

    /// <summary>Checks that a file has all of the guest's memory.</summary>
    /// <param name="path">The file; in a jail, relative to the jail's root.</param>
    /// <exception cref="VmmFailure">It cannot be opened, or is too short.</exception>
    internal void CheckMemory(string path)
    {
        if (OwnedDescriptor.TryOpen(path, LibC.O_RDONLY | LibC.O_NONBLOCK, 0, out OwnedDescriptor? opened) is { } error)
        {
            throw Unreadable("memory", path, error);
        }
        using (opened)
        {
            FileStatus status = FileStatus.Of(opened!.Descriptor);
            if (!status.IsRegular)
            {
                throw new VmmFailure($"{Excerpt.OfPath(path)}: it is no regular file: name the memory file that was created with the state");
            }
            if ((ulong)status.Length < MemoryLength)
            {
                throw new VmmFailure(
                    $"{Excerpt.OfPath(path)}: it has {status.Length} bytes, and the state's machine has {MemoryLength} bytes of memory: "
                    + "name the memory file that was created with the state, or copy it again");
            }
        }
    }

    private static VmmFailure Unreadable(string what, string path, SystemError error) =>
        new($"the {what} file {Excerpt.OfPath(path)} cannot be read: {error.Errno.Description}{AccessCure.Of(error.Errno, "read")}; check the path, in a jail a path of the jail");
}
