using Kiln.Vmm.Control;
using Kiln.Vmm.Json;
using Kiln.Vmm.Model;
using Kiln.Vmm.Model.Devices;

namespace Kiln.Vmm.Wire;

/// <summary>Reads a section of a configuration file that is a list of devices, each with an id of its own.</summary>
internal static class DeviceListSection
{
    internal delegate T Body<out T>(ref JsonReader reader);

    /// <param name="name">The name of the section.</param>
    /// <param name="actions">Receives the actions that insert the devices, and a refusal for each id that another device of the list has.</param>
    /// <exception cref="JsonFailure">A value is invalid.</exception>
    internal static void Read<T>(ref JsonReader reader, string name, ConfiguredActions actions, Body<T> body, Func<T, VmmAction> insert)
        where T : class, IIdentified
    {
        List<string> ids = [];
        JsonSequence list = reader.BeginList(name, TextBounds.Any);
        while (reader.NextElement(ref list))
        {
            int start = reader.Place();
            T device = body(ref reader);
            if (ids.Contains(device.Id))
            {
                actions.Refuse(reader.FailureAtOnce(start, $"{name} has two devices with the id {device.Id}; give each an id of its own"));
            }
            // More are refused anyway, and looking through all would take time by their square.
            else if (ids.Count <= MachineRules.MostVirtioDevices)
            {
                ids.Add(device.Id);
            }
            actions.Add(insert(device), start);
        }
    }
}
