using Kiln.Vmm.Control;

namespace Kiln.Vmm.Wire;

/// <summary>An action that a configuration file asks for.</summary>
/// <param name="Offset">The offset in bytes at which its value starts in the file.</param>
internal sealed record ConfiguredAction(VmmAction Action, int Offset);
