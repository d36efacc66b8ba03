namespace Kiln.Vmm.Control.Actions;

/// <summary>Presses Ctrl, Alt and Del on the guest's keyboard.</summary>
internal sealed record SendCtrlAltDel : VmmAction;
