using Kiln.Vmm.Limits;
using Kiln.Vmm.State;

namespace Kiln.Vmm.Model.Devices;

// A drive in a saved configuration. A vhost-user drive cannot be saved, and a machine with one cannot start.
internal sealed partial record DriveConfiguration
{
    private const string Section = "drive";
    private const ushort Version = 1;

    internal void Save(ref StateWriter state)
    {
        state.Begin(Section, Version);
        state.WriteText(Id);
        state.WriteText(Path!);
        state.WriteBoolean(IsRoot);
        state.WriteOptionalText(PartitionUuid);
        state.WriteEnum(Cache);
        state.WriteBoolean(IsReadOnly ?? false);
        state.WriteEnum(Engine ?? DriveEngine.Sync);
        state.WriteEnum(Lock ?? DriveLock.On);
        RateLimiterConfiguration.Save(Limit, ref state);
        state.End();
    }

    /// <exception cref="StateFailure"/>
    internal static DriveConfiguration Load(ref StateReader state)
    {
        state.Begin(Section, Version);
        string id = state.ReadText("drive_id", ConfigurationBounds.Id);
        string path = state.ReadText("path_on_host", ConfigurationBounds.Path);
        DriveConfiguration drive = new(id, state.ReadBoolean("is_root_device"))
        {
            Path = path,
            PartitionUuid = state.ReadOptionalText("partuuid", ConfigurationBounds.PartitionUuid),
            Cache = state.ReadEnum("cache_type", DriveCache.Writeback),
            IsReadOnly = state.ReadBoolean("is_read_only"),
            Engine = state.ReadEnum("io_engine", DriveEngine.Async),
            Lock = LoadLock(ref state),
            Limit = RateLimiterConfiguration.Load(ref state),
        };
        state.End();
        return drive;
    }

    private static DriveLock? LoadLock(ref StateReader state)
    {
        DriveLock saved = state.ReadEnum("lock", DriveLock.Off);
        return saved == DriveLock.On ? null : saved;
    }
}
