namespace Kiln.Vmm.Devices.Legacy;

/// <summary>The keys that an operator can press.</summary>
internal interface IKeyboard
{
    /// <summary>Presses Ctrl, Alt and Del together.</summary>
    /// <returns>False when the guest has not read enough of what was pressed before; then nothing is.</returns>
    bool TryPressCtrlAltDel();
}
