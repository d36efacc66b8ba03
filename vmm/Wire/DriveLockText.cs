using Kiln.Vmm.Json;
using Kiln.Vmm.Model.Devices;

namespace Kiln.Vmm.Wire;

/// <summary>The field <c>lock</c> of a drive: <c>on</c>, <c>warn</c> or <c>off</c>; <c>null</c> is the same as no field.</summary>
internal static class DriveLockText
{
    private static readonly JsonVariants<DriveLock> _locks = new(("on", DriveLock.On), ("warn", DriveLock.Warn), ("off", DriveLock.Off));

    /// <exception cref="JsonFailure"/>
    internal static DriveLock? Read(ref JsonReader reader) => reader.TakeNull() ? null : reader.ReadVariant(_locks);

    internal static ReadOnlySpan<byte> NameOf(DriveLock mode) => _locks.NameOf(mode);
}
