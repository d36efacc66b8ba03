using Kiln.Vmm.Control;

namespace Kiln.Vmm.Wire;

/// <summary>Something that a configuration file asks for.</summary>
/// <param name="Action">What.</param>
/// <param name="Offset">Where in the file its value starts, in bytes.</param>
internal sealed record ConfiguredAction(VmmAction Action, int Offset);
