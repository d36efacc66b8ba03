using Kiln.Vmm.Control.Bodies;
using Kiln.Vmm.Control.Json;

namespace Kiln.Vmm.Control;

/// <summary>The parts of a configuration that this version of Kiln can check and not honour.</summary>
internal static class AbsentDevices
{
    /// <summary>Reads one.</summary>
    /// <param name="reader">At the part.</param>
    /// <param name="field">Its name.</param>
    /// <returns>Whether it asks for a device; an empty list does not.</returns>
    /// <exception cref="JsonFailure">It is wrong.</exception>
    internal static bool Read(ref JsonReader reader, string field)
    {
        switch (field)
        {
            case "drives":
                return ReadList(ref reader, DriveBody.Read);
            case "network-interfaces":
                return ReadList(ref reader, NetworkInterfaceBody.Read);
            case "pmem":
                return ReadList(ref reader, PmemBody.Read);
            case "balloon":
                BalloonBody.Read(ref reader);
                return true;
            case "vsock":
                VsockBody.Read(ref reader);
                return true;
            case "entropy":
                EntropyBody.Read(ref reader);
                return true;
            case "mmds-config":
                MmdsConfigurationBody.Read(ref reader);
                return true;
            default:
                MemoryHotplugBody.Read(ref reader);
                return true;
        }
    }

    private delegate T Binder<T>(ref JsonReader reader);

    private static bool ReadList<T>(ref JsonReader reader, Binder<T> binder)
    {
        bool any = false;
        JsonSequence list = reader.BeginList();
        while (reader.NextElement(ref list))
        {
            binder(ref reader);
            any = true;
        }
        return any;
    }
}
