using Kiln.Vmm.Json;

namespace Kiln.Vmm.Wire;

/// <summary>
/// The sections of a configuration file for devices that are not part of this version. They are read and checked as if they were, and
/// refused when they ask for something: a guest without a device that its file names would be another guest.
/// </summary>
internal static class DeviceSections
{
    /// <summary>Reads one.</summary>
    /// <param name="reader">At the section.</param>
    /// <param name="field">Its name.</param>
    /// <returns>Why it is refused; null when it asks for nothing.</returns>
    /// <exception cref="JsonFailure">It is none.</exception>
    internal static JsonFailure? Read(ref JsonReader reader, string field) => field switch
    {
        "network-interfaces" or "pmem" => ReadList(ref reader, field),
        _ when reader.TakeNull() => null,
        _ => ReadDevice(ref reader, field),
    };

    private static JsonFailure? ReadList(ref JsonReader reader, string field)
    {
        int start = reader.Place();
        JsonFailure? refusal = null;
        bool isEmpty = true;
        JsonSequence list = reader.BeginList(field, TextBounds.Any);
        while (reader.NextElement(ref list))
        {
            isEmpty = false;
            int place = reader.Place();
            if (ReadReason(ref reader, field) is { } reason)
            {
                refusal ??= reader.FailureAtOnce(place, reason);
            }
        }
        return isEmpty ? null : refusal ?? Unsupported(reader, start, field);
    }

    private static JsonFailure ReadDevice(ref JsonReader reader, string field)
    {
        int start = reader.Place();
        return ReadReason(ref reader, field) is { } reason ? reader.FailureAtOnce(start, reason) : Unsupported(reader, start, field);
    }

    private static JsonFailure Unsupported(JsonReader reader, int start, string field) =>
        reader.FailureAtOnce(start, $"{field} is not supported by this version of Kiln; remove it");

    /// <returns>Why there cannot be such a device, as the API would say it; null when there can.</returns>
    private static string? ReadReason(ref JsonReader reader, string field)
    {
        switch (field)
        {
            case "network-interfaces":
                return Under("Network config error: ", NetworkInterfaceBody.Read(ref reader).ReasonAgainst);
            case "pmem":
                PmemBody.Read(ref reader);
                return null;
            case "balloon":
                BalloonBody.Read(ref reader);
                return null;
            case "vsock":
                VsockBody.Read(ref reader);
                return null;
            case "mmds-config":
                return Under("MMMDS config error: ", MmdsConfigurationBody.Read(ref reader).ReasonAgainst);
            default:
                return Under("Memory hotplug config error: ", MemoryHotplugBody.Read(ref reader).ReasonAgainst);
        }
    }

    private static string? Under(string category, string? reason) => reason is null ? null : category + reason;
}
