namespace Kiln.Vmm.Devices.Legacy;

/// <summary>The keys that an operator can press.</summary>
internal interface IKeyboard
{
    /// <summary>Presses Ctrl, Alt and Del together.</summary>
    /// <returns>False when the queue has no room because the guest has not read earlier keys; then no key is pressed.</returns>
    bool TryPressCtrlAltDel();
}
