using Kiln.Linux.Descriptors;
using Kiln.Linux.Errors;
using Kiln.Linux.Files;
using Kiln.Vmm.Foundation;
using Kiln.Vmm.Machine;
using Kiln.Vmm.Model;
using Kiln.Vmm.Model.Snapshots;
using Kiln.Vmm.State;

namespace Kiln.Vmm.Snapshots;

/// <summary>
/// Creates snapshots of a paused machine. The state file is written last, beside its place, and renamed into it: wherever the monitor is killed, there is
/// no state file with a memory file that is not whole. A failure leaves a machine that can go on. The vmm thread owns it.
/// </summary>
/// <param name="machine">The machine; paused whenever this object is used.</param>
/// <param name="state">Saves its state.</param>
internal sealed class SnapshotWriter(MicroVm machine, SavedMachine state)
{
    private const int StateNumber = DescriptorNumbers.FirstSnapshotFile;
    private const int MemoryNumber = StateNumber + 1;

    private const string StateName = "snapshot backing file";
    private const string MemoryName = "memory backing file";

    /// <summary>Creates a snapshot of the whole machine.</summary>
    /// <param name="configuration">The configuration that the machine was built from, as changed since.</param>
    /// <returns>Null on success, otherwise the reason, which clients match.</returns>
    internal string? Create(SnapshotCreation request, VmConfiguration configuration)
    {
        // Outside the heap: only what the state takes is ever touched.
        if (MappedMemory.TryCreate(StateFormat.Longest) is not { } room)
        {
            return "Cannot serialize the microVM state: the host has no memory for it; free some and try again";
        }
        try
        {
            machine.Connections?.EndConnections();
            StateWriter writer = new(room.GetSpan());
            SnapshotOrigin.Save(ref writer);
            configuration.Save(ref writer);
            state.Save(ref writer);
            ReadOnlyMemory<byte> saved = room.Memory[..writer.Finish().Length];
            return Refusal(NamedFile.TryRemove(request.StatePath), "open", StateName)
                ?? WriteMemory(request.MemoryPath)
                ?? WriteState(request.StatePath, saved)
                ?? StartTracking();
        }
        catch (Exception failure) when (failure is StateFailure or VmmFailure or LinuxException)
        {
            return $"Cannot save the microVM state: {(failure is StateFailure ? failure.Message : Message.Of(failure))}";
        }
        finally
        {
            room.Unmap();
        }
    }

    // This snapshot is the base of the next one that has only what was written since.
    private string? StartTracking()
    {
        try
        {
            machine.WrittenPages?.Forget();
            return null;
        }
        catch (Exception failure) when (failure is VmmFailure or LinuxException)
        {
            return $"Cannot get dirty bitmap: {Message.Of(failure)}";
        }
    }

    private string? WriteMemory(string path) => WriteNew(path, MemoryNumber, MemoryName, file =>
        Refusal(file.TrySetLength((long)machine.Memory.Length), "set_length", MemoryName)
            ?? (MemoryImage.TryWrite(machine.Memory, file) is { } error ? $"Cannot write memory file: {error.Errno.Description}" : null));

    private static string? WriteState(string path, ReadOnlyMemory<byte> saved)
    {
        string beside = path + ".new";
        string? refusal = WriteNew(
            beside, StateNumber, StateName, file => Refusal(MemoryImage.TryWriteAll(saved.Span, file, 0), "flush", StateName));
        if (refusal is null && NamedFile.TryRename(beside, path) is { } error)
        {
            _ = NamedFile.TryRemove(beside);
            refusal = Refusal(error, "sync_all", StateName);
        }
        return refusal ?? Refusal(SnapshotFile.TrySynchroniseDirectoryOf(path, StateNumber), "sync_all", StateName);
    }

    // In place of whatever has the name. A failure leaves nothing of it: half a file would only take the room that was missing.
    private static string? WriteNew(string path, int number, string name, Func<Descriptor, string?> fill)
    {
        SnapshotFile? file = null;
        SystemError? refused = NamedFile.TryRemove(path) ?? SnapshotFile.TryCreate(path, number, out file);
        if (refused is not null)
        {
            return Refusal(refused, "open", name);
        }
        string? refusal;
        using (file)
        {
            refusal = fill(file!.Descriptor) ?? Refusal(file.Descriptor.TrySynchroniseAll(), "sync_all", name);
        }
        if (refusal is not null)
        {
            _ = NamedFile.TryRemove(path);
        }
        return refusal;
    }

    private static string? Refusal(SystemError? error, string step, string file) =>
        error is { } failure ? $"Cannot perform {step} on the {file}: {failure.Errno.Description}" : null;
}
