using Kiln.Vmm.Control;
using Kiln.Vmm.Json;

namespace Kiln.Vmm.Wire;

/// <summary>The object of <c>/vm</c>.</summary>
internal static class VmStateBody
{
    private static readonly JsonShape _shape = new("struct Vm", JsonField.Required("state"));

    private static readonly JsonVariants<Name> _names = new(("Paused", Name.Paused), ("Resumed", Name.Resumed));

    private enum Name
    {
        Paused,
        Resumed,
    }

    /// <summary>Reads it.</summary>
    /// <param name="reader">At the object.</param>
    /// <exception cref="JsonFailure">It is none.</exception>
    internal static VmmAction Read(ref JsonReader reader)
    {
        Name name = default;
        JsonRecord record = reader.BeginRecord(_shape);
        while (reader.NextField(ref record) is not null)
        {
            name = reader.ReadVariant(_names);
        }
        return name == Name.Paused ? new PauseMicroVm() : new ResumeMicroVm();
    }
}
