using Kiln.Vmm.Control.Actions;

namespace Kiln.Vmm.Control;

/// <summary>What a part of a configuration asks for.</summary>
/// <param name="Action">The action.</param>
/// <param name="Offset">The byte of the text at which the part starts.</param>
internal readonly record struct ConfiguredAction(VmmAction Action, int Offset);
